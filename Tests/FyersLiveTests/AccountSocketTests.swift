import Fyers
import Market
import Money
import TestSupport
import Testing

@Suite("Order and depth sockets against the simulator")
struct AccountSocketTests {
  @Test("an order's life arrives: accepted, filled, and what is held")
  func orders() async throws {
    let rig = try LiveRig()
    let outputs = EventLog<OrderSocketFeed.Output>()
    let notices = EventLog<SocketNotice>()
    let driver = try SocketDriver(
      feed: OrderSocketFeed(), address: rig.account.endpoints.orderSocket,
      tokens: rig.account.tokens, clock: rig.account.clock, timings: .quick, seed: 1,
      deliver: { $0.forEach(outputs.append) }, notify: { notices.append($0) })
    await driver.start()
    try await notices.wait("up") { $0.contains(.up) }
    let feed = rig.feed()
    await feed.start()
    try await rig.waitForAll()
    // A busy machine may cut the socket just then, and what was pushed meanwhile is not told again.
    for attempt in 1...3 {
      try await Self.buyTen(rig)
      do {
        try await outputs.wait("order filled, trade, position", until: Self.isWhole)
        break
      } catch  where attempt < 3 {
        continue
      }
    }
    let ups = notices.all.count { $0 == .up }
    try await rig.control("/control/disconnect", #"{"socket": "order"}"#)
    try await notices.wait("up again") { $0.count { $0 == .up } > ups }
    await driver.stop()
    try await rig.finish(feed)
  }

  private static func buyTen(_ rig: LiveRig) async throws {
    let order = OrderPlacement(
      symbol: "NSE:SBIN-EQ", quantity: 10, side: .buy, kind: .market, product: "INTRADAY", tag: "")
    let reply = try await rig.account.client.perform(.place(order))
    guard case .success = reply.verdict else {
      Issue.record("refused: \(reply.message)")
      return
    }
  }

  /// Whether an order's life is there: filled, traded, held.
  private static func isWhole(_ all: [OrderSocketFeed.Output]) -> Bool {
    all.contains { if case .order(let order) = $0 { order.status == .filled } else { false } }
      && all.contains { if case .trade(let trade) = $0 { trade.quantity == 10 } else { false } }
      && all.contains {
        if case .position(let held) = $0 { (held.netQuantity ?? 0) >= 10 } else { false }
      }
  }

  @Test("a book of fifty levels arrives, again after a cut")
  func depth() async throws {
    let rig = try LiveRig()
    let books = EventLog<DepthEvent>()
    let notices = EventLog<SocketNotice>()
    let address = try await rig.account.client.depthSocket()
    let feed = try #require(DepthSocketFeed(symbols: ["NSE:SBIN-EQ"]))
    let driver = try SocketDriver(
      feed: feed, address: address, tokens: rig.account.tokens, clock: rig.account.clock,
      timings: .quick, seed: 1, deliver: { $0.forEach(books.append) },
      notify: { notices.append($0) })
    await driver.start()
    let isBook: @Sendable (DepthEvent) -> Bool = { event in
      guard case .book("NSE:SBIN-EQ", let book) = event else { return false }
      return book.bids.price(0) != nil && book.asks.price(0) != nil
    }
    try await books.wait("a book") { $0.contains(where: isBook) }
    let ups = notices.all.count { $0 == .up }
    try await rig.control("/control/disconnect", #"{"socket": "depth"}"#)
    try await notices.wait("up again") { $0.count { $0 == .up } > ups }
    let count = books.all.count
    try await books.wait("a book again") { $0.dropFirst(count).contains(where: isBook) }
    await driver.stop()
    try await rig.finish(rig.feed())
  }

  @Test("a depth socket takes one to five symbols on channels one to fifty")
  func depthBounds() {
    #expect(DepthSocketFeed(symbols: []) == nil)
    #expect(DepthSocketFeed(symbols: ["A", "B", "C", "D", "E", "F"]) == nil)
    #expect(DepthSocketFeed(symbols: ["A"], channel: 51) == nil)
  }
}
