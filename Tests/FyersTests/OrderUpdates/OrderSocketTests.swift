import Fyers
import Market
import Money
import Testing
import WireText

@Suite("The order socket, against the official client")
struct OrderSocketTests {
  @Test("the fixture was found")
  func fixtureIsThere() { #expect(Golden.orders.count == 23) }

  @Test(
    "texts cause the callbacks of the official client",
    arguments: Golden.orders.filter { $0.json["raw"] != nil })
  func callbacks(line: Golden.Line) throws {
    let expected = (line.json["callbacks"]?.array ?? []).map { $0.pythonText }
    let text = try #require(line.json["raw"]?.string)
    #expect([OrderSocketCallback(text: text)].compactMap(Self.recorded) == expected)
  }

  private static func recorded(_ callback: OrderSocketCallback?) -> String? {
    let (name, value): (String, JSONValue?) =
      switch callback {
      case nil: ("", nil)
      case .orders(let value): ("orders", value ?? .null)
      case .trades(let value): ("trades", value ?? .null)
      case .positions(let value): ("positions", value ?? .null)
      case .general(let value): ("general", value)
      case .malformed: ("error", .string("JSONDecodeError"))
      case .unexpected: ("error", .string("TypeError"))
      }
    return value.map { JSONValue.array([.string(name), $0]).pythonText }
  }

  @Test(
    "the client's texts are the official ones",
    arguments: Golden.orders.filter { $0.json["call"] != nil })
  func requests(line: Golden.Line) throws {
    let call = (line.json["call"]?.array ?? []).compactMap(\.string)
    try #require(call.count == 2)
    let topics = call[1].split(separator: ",").compactMap {
      OrderSocketTopic(rawValue: String($0))
    }
    let text =
      call[0] == "subscribe"
      ? OrderSocketRequest.subscribe(topics)
      : OrderSocketRequest.unsubscribe(topics, isCompatible: true)
    #expect([.string(text)] == line.json["sent"]?.array)
  }

  @Test("an unsubscription lists the general topics flat")
  func plainUnsubscription() {
    #expect(
      OrderSocketRequest.unsubscribe([.trades, .general])
        == #"{"T": "SUB_ORD", "SLIST": ["trades", "edis", "pricealerts", "login"], "SUB_T": -1}"#)
  }

  @Test(
    "mappings that fail in Python hand over nothing, as there",
    arguments: [
      (#"{"orders":{"id":1}}"#, #"["orders", null]"#),
      (#"{"orders":5,"s":"ok"}"#, #"["orders", null]"#),
      (#"{"orders":null,"s":"ok"}"#, #"["orders", null]"#),
      (#"{"trades":"xx","s":"ok"}"#, #"["trades", {"s": "ok", "trades": {}}]"#),
      (#"{"trades":"symbol","s":"ok"}"#, #"["trades", null]"#),
      (#"{"positions":["qty"],"s":"ok"}"#, #"["positions", null]"#),
      (#"{"positions":[],"s":1}"#, #"["positions", {"s": 1, "positions": {}}]"#),
      (#"["orders"]"#, #"["orders", null]"#),
      (#""many orders""#, #"["orders", null]"#),
      (#"[]"#, #"["general", []]"#),
      ("5", #"["error", "TypeError"]"#),
      ("null", #"["error", "TypeError"]"#),
      ("", #"["error", "JSONDecodeError"]"#),
    ])
  func oddShapes(text: String, expected: String) {
    #expect(Self.recorded(OrderSocketCallback(text: text)) == expected)
  }

  @Test("an order's values are exact, and its status is the 1–7 one")
  func typedOrder() throws {
    let text = """
      {"orders":{"id":"26100160776774","org_ord_status":6,"ord_status":90,"qty":"30",\
      "qty_filled":10.0,"price_limit":1082.02,"price_traded":1082.0133333333,"price_stop":0,\
      "tran_side":-1,"time_oms":"01-Oct-2026 10:12:58","ordertag":"1:x"}}
      """
    guard case .order(let order) = try OrderSocketMessage(text: text) else {
      Issue.record("expected an order")
      return
    }
    #expect(order.status == .pending)
    #expect(order.quantity == 30)
    #expect(order.filledQuantity == 10)
    #expect(order.remainingQuantity == nil)
    #expect(order.limitPrice == Price(micros: 1_082_020_000))
    #expect(order.tradedPrice == Price(micros: 1_082_013_333))
    #expect(order.stopPrice == nil)
    #expect(order.side == -1)
    #expect(order.time == EventTime(milliseconds: 1_790_829_778_000))
  }

  @Test("trades and positions are read")
  func typedTradeAndPosition() throws {
    guard
      case .trade(let trade) = try OrderSocketMessage(
        text: #"{"trades":{"id":1,"qty_traded":8,"price_traded":64.02,"traded_val":512.16}}"#),
      case .position(let position) = try OrderSocketMessage(
        text: #"{"positions":{"net_qty":-8,"net_avg":947.82,"pl_total":-0.5}}"#)
    else {
      Issue.record("expected a trade and a position")
      return
    }
    #expect(trade.orderID == "1")
    #expect(trade.price == Price(micros: 64_020_000))
    #expect(trade.value == Amount(micros: 512_160_000))
    #expect(position.netQuantity == -8)
    #expect(position.total == Amount(micros: -500_000))
    #expect(try OrderSocketMessage(text: #"{"code":1605,"s":"ok"}"#).isAcknowledgement)
    #expect(try OrderSocketMessage(text: "pong") == .pong)
  }

  @Test(
    "both forms of time are read, and nothing else",
    arguments: [
      ("04-08-2023 10:12:58", 1_691_124_178_000), ("01-Oct-2026 10:12:58", 1_790_829_778_000),
      ("01-Jan-1970 05:30:00", nil), ("NA", nil), ("", nil), ("32-08-2023 10:12:58", nil),
      ("04-08-2023 24:00:00", nil), ("4-8-2023", nil), ("04-Foo-2023 10:12:58", nil),
    ] as [(String, Int64?)])
  func clock(text: String, expected: Int64?) {
    #expect(FyersClock.time(text)?.milliseconds == expected)
  }
}
