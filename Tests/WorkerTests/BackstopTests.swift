import Testing

@testable import Worker

@Suite("How long a call is watched")
struct BackstopTests {
  @Test("Quick looks count what passes, ten ticks in half a second")
  func quick() {
    var backstop = Backstop()
    backstop.begin(at: 1_000)
    var looks: Int64 = 0
    while backstop.look(at: 1_000 + (looks + 1) * 2_000_000) < 10 * Backstop.tick { looks += 1 }
    #expect(looks + 1 == 250)
  }

  @Test("A machine that stood still counts one tick, however long it stood")
  func stoodStill() {
    var backstop = Backstop()
    backstop.begin(at: 0)
    #expect(backstop.look(at: 30_000_000_000) == Backstop.tick)
    #expect(backstop.look(at: 30_002_000_000) == Backstop.tick + 2_000_000)
    #expect(backstop.look(at: 90_000_000_000) == 2 * Backstop.tick + 2_000_000)
  }

  @Test("A clock that goes back counts nothing")
  func backwards() {
    var backstop = Backstop()
    backstop.begin(at: 1_000_000)
    #expect(backstop.look(at: 0) == 0)
    #expect(backstop.look(at: 1_000) == 1_000)
  }
}
