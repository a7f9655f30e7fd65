import Market
import Money
import NIOCore
import Testing

@testable import FyersSimulator

@Suite("Books, money and pushes tell one story")
struct BooksTests {
  /// Random orders on random ticks, with a seed that a failure names.
  @Test("whatever is traded, every book agrees", arguments: 1...12 as ClosedRange<UInt64>)
  func agree(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let exchange = try Fixture.exchange(Self.walk(&random))
    let peer = OrderPeer(exchange)
    for _ in 0..<120 {
      try act(exchange, &random)
      try Fixture.play(exchange, Int(random.below(3)))
      check(exchange, seed)
    }
    checkPushes(peer, exchange, seed)
  }

  private static func walk(_ random: inout SeededRandom) -> String {
    var text = "time,symbol,bid,ask,ltp,volume,bid_qty,ask_qty\n"
    var price: Int64 = 10_000
    for step in 0..<300 {
      price += Int64(random.below(11)) - 5
      let bid = DecimalText.format(price * 5, decimals: 2, minimumDecimals: 2)
      let ask = DecimalText.format(price * 5 + 5, decimals: 2, minimumDecimals: 2)
      text += "\(1_790_048_700_000 + step * 100),NSE:SBIN-EQ,\(bid),\(ask),\(bid),\(step),"
      text += "\(random.below(50)),\(random.below(50))\n"
    }
    return text
  }

  private func act(_ exchange: SimulatedExchange, _ random: inout SeededRandom) throws {
    switch random.below(8) {
    case 0:
      guard let order = exchange.account.orders.randomElement(with: &random) else { return }
      _ = try Fixture.call(exchange, "DELETE", "/api/v3/orders/\(order.id)/sync")
    case 1:
      guard let order = exchange.account.orders.randomElement(with: &random) else { return }
      let body = Json.of([
        "id": .string(order.id), "type": .int(1 + random.below(4)),
        "qty": .int(1 + random.below(80)), "limitPrice": .int(495 + random.below(10)),
      ])
      _ = try Fixture.call(exchange, "PATCH", "/api/v3/orders/sync", body)
    case 2:
      _ = try Fixture.call(
        exchange, "DELETE", "/api/v3/positions", .of(["exit_all": .int(1)]))
    default:
      let body = Fixture.order([
        "qty": .int(1 + random.below(200)), "type": .int(1 + random.below(4)),
        "side": .int(random.below(2) == 0 ? 1 : -1), "limitPrice": .int(490 + random.below(20)),
        "stopPrice": .int(490 + random.below(20)),
        "productType": .string(random.below(3) == 0 ? "CNC" : "INTRADAY"),
        "validity": .string(random.below(5) == 0 ? "IOC" : "DAY"),
      ])
      _ = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", body)
    }
  }

  private func check(_ exchange: SimulatedExchange, _ seed: UInt64) {
    let account = exchange.account
    for (index, order) in account.orders.enumerated() {
      let trades = account.trades.filter { $0.order == index }
      #expect(trades.reduce(0) { $0 + $1.quantity } == order.fills.quantity, "seed \(seed)")
      #expect(order.fills.quantity <= order.terms.quantity, "seed \(seed)")
      #expect(
        (order.state == .filled) == (order.fills.quantity == order.terms.quantity), "seed \(seed)")
      if !order.state.isWorking { #expect(order.blocked == 0, "seed \(seed)") }
    }
    for position in account.positions {
      let trades = account.trades.filter {
        let order = account.orders[$0.order]
        return order.instrument == position.instrument && order.product == position.product
      }
      let net = trades.reduce(Int64(0)) { $0 + $1.quantity * account.orders[$1.order].side }
      #expect(net == position.net, "seed \(seed)")
      if position.product == .cnc { #expect(position.net >= 0, "seed \(seed)") }
      let last = exchange.market.quotes[position.instrument]?.tick.ltp ?? .zero
      let cash = trades.reduce(Int128(0)) {
        $0 - $1.value * Int128(account.orders[$1.order].side)
      }
      let worth = cash + Int128(last.micros) * Int128(net)
      #expect(position.realized + position.unrealized(at: last) == worth, "seed \(seed)")
    }
    #expect(
      account.available(exchange.catalogue) + account.utilized(exchange.catalogue)
        == account.opening + account.realized, "seed \(seed)")
  }

  /// The last push about every order and position says what the books say.
  private func checkPushes(_ peer: OrderPeer, _ exchange: SimulatedExchange, _ seed: UInt64) {
    var orders: [String: Json] = [:]
    var traded: Int64 = 0
    var positions: [String: Json] = [:]
    for message in peer.messages {
      if let row = message["orders"], let id = row["id"]?.text { orders[id] = row }
      if let row = message["trades"] { traded += row["qty_traded"]?.integer ?? 0 }
      if let row = message["positions"], let id = row["id"]?.text { positions[id] = row }
    }
    for order in exchange.account.orders {
      let row = orders[order.id]
      #expect(row?["org_ord_status"]?.integer == Int64(order.state.rawValue), "seed \(seed)")
      #expect(row?["qty_filled"]?.integer == order.fills.quantity, "seed \(seed)")
      #expect(row?["qty_remaining"]?.integer == order.remaining, "seed \(seed)")
    }
    #expect(traded == exchange.account.trades.reduce(0) { $0 + $1.quantity }, "seed \(seed)")
    for position in exchange.account.positions {
      let row = positions["NSE:SBIN-EQ-\(position.product.rawValue)"]
      #expect(row?["net_qty"]?.integer == position.net, "seed \(seed)")
    }
  }
}

extension Array {
  fileprivate func randomElement(with random: inout SeededRandom) -> Element? {
    isEmpty ? nil : self[Int(random.below(UInt64(count)))]
  }
}

extension OrderPeer {
  /// A client that has asked for everything.
  fileprivate convenience init(_ exchange: SimulatedExchange) {
    self.init()
    exchange.join(self)
    let ask = #"{"T":"SUB_ORD","SLIST":["orders","trades","positions"],"SUB_T":1}"#
    receive(Array(ask.utf8), isText: true, at: Fixture.wall)
  }

  /// What it was told, as JSON.
  fileprivate var messages: [Json] {
    takeFrames().compactMap { frame in
      guard case .text(let buffer) = frame else { return nil }
      return JsonParser.parse(Array(buffer.readableBytesView))
    }
  }
}
