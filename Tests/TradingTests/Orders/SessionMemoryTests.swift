import Market
import Money
import Testing
@testable import Trading

/// What piles up in a long session lies in memory that was given for it, and reads the same there.
@Suite("Memory of a session")
struct SessionMemoryTests {
  /// Gives pieces of memory and counts them.
  private final class Store {
    private(set) var pieces: [UnsafeMutableRawPointer] = []
    private(set) var settled = 0
    var limit = Int.max

    deinit { for piece in pieces { piece.deallocate() } }

    /// Its pieces as memory of a desk.
    var memory: SessionMemory {
      // One thread runs a test, and the store outlives what it gave memory to.
      nonisolated(unsafe) let store = self
      return SessionMemory(
        take: { bytes in
          guard store.pieces.count < store.limit else { return nil }
          let piece = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
          store.pieces.append(piece)
          return piece
        }, settle: { store.settled += 1 })
    }
  }

  private static func order(_ number: Int) -> Order {
    Order(
      number: Int32(number), instrument: InstrumentID(index: 0), quantity: Int64(number),
      time: EventTime(nanoseconds: Int64(number)), texts: OrderTexts(reason: 0),
      side: .buy, type: .market, isEntry: true, isAsked: true)
  }

  @Test("orders beyond the first lie in the session's memory, and all read as they were put")
  func orders() {
    let store = Store()
    do {
      var list = OrderList()
      list.memory = store.memory
      for number in 0..<32_768 { #expect(list.append(Self.order(number)) == number) }
      #expect(store.pieces.isEmpty)
      for number in 32_768..<37_000 { _ = list.append(Self.order(number)) }
      #expect(store.pieces.count == 4, "the last chunk is not full yet")
      list[36_500].totals.units = 7
      list[3].totals.units = 8
      let same = (0..<list.count).allSatisfy { place in
        var expected = Self.order(place)
        expected.totals.units = place == 36_500 ? 7 : place == 3 ? 8 : 0
        return list[place] == expected
      }
      #expect(same)
      list.settle()
      #expect(store.settled == 1)
      list.truncate(to: 34_000)
      #expect(list.append(Self.order(1)) == 34_000 && list[34_000].number == 1)
      #expect(store.pieces.count == 4, "what was taken back is used again")
    }
  }

  @Test("a copy of a list does not change with it, wherever its orders lie")
  func copies() {
    let store = Store()
    do {
      var list = OrderList()
      list.memory = store.memory
      for number in 0..<34_000 { _ = list.append(Self.order(number)) }
      var copy = list
      list[0].totals.units = 1
      list[33_999].totals.units = 2
      _ = list.append(Self.order(34_000))
      _ = copy.append(Self.order(-1))
      #expect(
        copy[0].totals.units == 0 && copy[33_999].totals.units == 0 && copy[34_000].number == -1)
      #expect(
        list[0].totals.units == 1 && list[33_999].totals.units == 2 && list[34_000].number == 34_000
      )
    }
  }

  @Test("where there is no more memory of the session, the program's own goes on")
  func exhausted() {
    let store = Store()
    store.limit = 2
    do {
      var list = OrderList()
      var pool = TextPool()
      list.memory = store.memory
      pool.memory = store.memory
      for number in 0..<37_000 { _ = list.append(Self.order(number)) }
      let indices = (0..<9_000).map { pool.intern("text \($0)") }
      #expect(list[36_999] == Self.order(36_999))
      #expect(indices.enumerated().allSatisfy { pool[$1] == "text \($0)" })
      #expect(store.pieces.count == 2)
    }
  }

  @Test("texts of any length are found again by their numbers, in copies of the pool too")
  func texts() {
    let store = Store()
    do {
      var pool = TextPool()
      pool.memory = store.memory
      func text(_ number: Int) -> String {
        number == 15_001
          ? String(repeating: "₹", count: 5_000)
          : String(repeating: "ह", count: number % 200) + "\(number)"
      }
      var indices = (0..<20_000).map { pool.intern(text($0)) }
      #expect(store.pieces.count > 10 && indices.contains { $0 < 0 })
      var copy = pool
      let other = copy.intern("only in the copy")
      indices += (20_000..<20_100).map { pool.intern(text($0)) }
      #expect(indices.enumerated().allSatisfy { pool[$1] == text($0) })
      #expect(indices[..<20_000].enumerated().allSatisfy { copy[$1] == text($0) })
      #expect(copy[other] == "only in the copy")
      #expect(pool.intern("") == 0 && pool.intern(text(5)) == indices[5])
    }
  }
}
