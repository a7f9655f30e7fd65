import Fyers
import Market
import Money
import TestSupport
import Testing
import Trading

@testable import Runtime

@Suite("The mailbox of the engine's thread")
struct MailboxTests {
  private static func tick(_ symbol: Int32, _ ltp: Int64) -> Runtime.Arrival {
    .tick(feedTick(symbol, ltp))
  }

  private static func feedTick(_ symbol: Int32, _ ltp: Int64) -> FeedTick {
    FeedTick(
      tick: Tick(
        time: EventTime(nanoseconds: ltp), instrument: InstrumentID(index: symbol),
        bid: Price(micros: ltp), ask: Price(micros: ltp), ltp: Price(micros: ltp)),
      exchangeTime: nil, readAt: 0)
  }

  /// Everything that waits, as `symbol:ltp` or a word.
  private static func drained(_ mailbox: Mailbox) -> (arrivals: [String], conflated: Int64) {
    var arrivals: [String] = []
    var total: Int64 = 0
    var batch: [Runtime.Arrival] = []
    var conflated: [Int32: Int64] = [:]
    repeat {
      mailbox.take(&batch, &conflated)
      total += conflated.values.reduce(0, +)
      arrivals += batch.map { arrival in
        switch arrival {
        case .tick(let tick): "\(tick.tick.instrument.index):\(tick.tick.ltp.micros)"
        case .connection(let state): state.rawValue
        case .unknownSymbols(let symbols): symbols.joined()
        case .alert(let text): text
        case .question: "question"
        case .restarted: "restarted"
        case .stop(let reason): reason
        }
      }
    } while !batch.isEmpty
    return (arrivals, total)
  }

  @Test("Below its bound it keeps everything in order")
  func order() {
    let mailbox = Mailbox(capacity: 10)
    mailbox.offer(Self.tick(0, 1))
    mailbox.offer(.connection(.stale))
    mailbox.offer(Self.tick(0, 2))
    mailbox.offer(Self.tick(1, 3))
    mailbox.offer(.stop(reason: "end"))
    let (arrivals, conflated) = Self.drained(mailbox)
    #expect(arrivals == ["0:1", "stale", "0:2", "1:3", "end"])
    #expect(conflated == 0)
  }

  @Test("When it is full, a tick takes the place of the last waiting one of its symbol")
  func conflation() {
    let mailbox = Mailbox(capacity: 3)
    for ltp in 1...3 { mailbox.offer(Self.tick(0, Int64(ltp))) }
    mailbox.offer(Self.tick(0, 4))
    mailbox.offer(Self.tick(1, 5))
    mailbox.offer(.connection(.stale))
    mailbox.offer(Self.tick(1, 6))
    mailbox.offer(Self.tick(0, 7))
    let (arrivals, conflated) = Self.drained(mailbox)
    #expect(arrivals == ["0:1", "0:2", "0:7", "1:6", "stale"])
    #expect(conflated == 3)
    #expect(mailbox.conflatedCount == 3)
  }

  @Test("A place that was taken is not written to again", arguments: [1, 5, 130, 5_000])
  func taken(count: Int) {
    let mailbox = Mailbox(capacity: 4)
    var seen: [String] = []
    for number in 0..<count {
      mailbox.offer(Self.tick(0, Int64(number)))
      seen += Self.drained(mailbox).arrivals
    }
    #expect(seen == (0..<count).map { "0:\($0)" })
  }

  @Test("Ticks, conflated or not, and everything else add up", arguments: 1...20)
  func sums(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let mailbox = Mailbox(capacity: 50)
    var offered: Int64 = 0
    var others = 0
    var taken: [String] = []
    var lost: Int64 = 0
    for _ in 0..<5_000 {
      switch random.next() % 40 {
      case 0:
        mailbox.offer(.connection(.fresh))
        others += 1
      case 1, 2:
        let (arrivals, conflated) = Self.drained(mailbox)
        taken += arrivals
        lost += conflated
      default:
        mailbox.offer(Self.tick(Int32(random.next() % 7), offered))
        offered += 1
      }
    }
    let (arrivals, conflated) = Self.drained(mailbox)
    taken += arrivals
    lost += conflated
    #expect(taken.count { $0 == "fresh" } == others, "seed \(seed)")
    #expect(Int64(taken.count - others) + lost == offered, "seed \(seed)")
  }

  @Test("Ticks that come together enter as each would alone", arguments: 1...20)
  func together(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let (one, many) = (Mailbox(capacity: 50), Mailbox(capacity: 50))
    var offered: Int64 = 0
    for _ in 0..<500 {
      var batch: [FeedTick] = []
      for _ in 0..<random.next() % 40 {
        offered += 1
        let tick = Self.feedTick(Int32(random.next() % 7), offered)
        batch.append(tick)
        one.offer(.tick(tick))
      }
      many.offer(batch)
      if random.next() % 8 == 0 {
        one.offer(.connection(.stale))
        many.offer(.connection(.stale))
      }
      guard random.next() % 4 == 0 else { continue }
      let (expected, found) = (Self.drained(one), Self.drained(many))
      #expect(found == expected, "seed \(seed)")
      #expect(many.conflatedCount == one.conflatedCount, "seed \(seed)")
    }
    #expect(!many.close().isEmpty == !one.close().isEmpty)
    #expect(!many.offer([Self.feedTick(0, 1)]))
  }

  @Test("A thread that waits is woken by one tick, by many at once, and by every wait's first")
  func waking() throws {
    let mailbox = Mailbox()
    let taken = EventLog<[String]>()
    let thread = try OwnThread {
      while true {
        mailbox.wait(until: .max)
        let arrivals = Self.drained(mailbox).arrivals
        taken.append(arrivals)
        if arrivals.last == "end" { return }
      }
    }
    for number in 0..<1_000 {
      let first = Int64(number) * 3
      mailbox.offer((0..<3).map { Self.feedTick(0, first + $0) })
    }
    mailbox.offer(.stop(reason: "end"))
    thread.join()
    #expect(Array(taken.all.joined()) == (0..<3_000).map { "0:\($0)" } + ["end"])
  }

  @Test("A command waits behind no tick, and is there to be taken while a batch is worked off")
  func urgent() {
    let mailbox = Mailbox(capacity: 10)
    for ltp in 1...300 { mailbox.offer(Self.tick(Int32(ltp), Int64(ltp))) }
    #expect(!mailbox.hasUrgent)
    for command in [Trading.OperatorCommand.halt, .flatten] {
      mailbox.offer(.question(.control(command, .init { _ in })))
    }
    #expect(mailbox.hasUrgent)
    #expect(!mailbox.isEmpty)
    let commands = mailbox.takeUrgent().map { arrival -> Trading.OperatorCommand? in
      if case .question(.control(let command, _, _)) = arrival { command } else { nil }
    }
    #expect(commands == [.halt, .flatten])
    #expect(!mailbox.hasUrgent)
    #expect(mailbox.takeUrgent().isEmpty)
    #expect(Self.drained(mailbox).arrivals.count == 300)
    mailbox.offer(.question(.control(.resume, .init { _ in })))
    #expect(mailbox.close().count == 1)
  }

  @Test("A closed one takes nothing and gives what waited")
  func closed() {
    let mailbox = Mailbox()
    mailbox.offer(.connection(.stale))
    #expect(mailbox.close().count == 1)
    #expect(!mailbox.offer(.stop(reason: "late")))
    #expect(mailbox.close().isEmpty)
  }
}
