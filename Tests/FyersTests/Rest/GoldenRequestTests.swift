import Money
import Testing
import WireText

@testable import Fyers

@Suite("Requests equal the official client's")
struct GoldenRequestTests {
  /// The official client's function names, by our endpoints.
  static let endpoints: [String: Endpoint] = [
    "get_profile": .profile, "funds": .funds, "holdings": .holdings, "positions": .positions,
    "tradebook": .tradeBook, "orderbook": .orderBook, "get_orders": .orderBook,
    "gtt_orderbook": .gttOrderBook, "market_status": .marketStatus, "logout": .logout,
    "quotes": .quotes, "quotes_v2": .quotesByList, "depth": .depth, "history": .history,
    "optionchain": .optionChain, "futures_chain": .futuresChain, "place_order": .placeOrder,
    "modify_order": .modifyOrder, "cancel_order": .cancelOrder,
    "place_basket_orders": .placeOrders, "modify_basket_orders": .modifyOrders,
    "cancel_basket_orders": .cancelOrders, "place_multileg_order": .placeMultileg,
    "exit_positions": .exitPositions, "attach_position_legs": .attachLegs,
    "convert_position": .convertPosition, "place_gtt_order": .placeGTT,
    "modify_gtt_order": .modifyGTT, "cancel_gtt_order": .cancelGTT, "create_alert": .createAlert,
    "get_alert": .alerts, "update_alert": .updateAlert, "delete_alert": .deleteAlert,
    "toggle_alert": .toggleAlert, "create_smart_order_limit": .smartLimit,
    "create_smart_order_step": .smartStep, "create_smart_order_trail": .smartTrail,
    "create_smart_order_sip": .smartSIP, "modify_smart_order": .modifySmart,
    "cancel_smart_order": .cancelSmart, "pause_smart_order": .pauseSmart,
    "resume_smart_order": .resumeSmart, "smart_orderbook_with_filter": .smartOrderBook,
    "create_smartexit_trigger": .createSmartExit, "get_smartexit_triggers": .smartExits,
    "update_smartexit_trigger": .updateSmartExit,
    "activate_deactivate_smartexit_trigger": .activateSmartExit, "orderhistory": .orderHistory,
    "tradehistory": .tradeHistory, "charges_history": .chargesHistory,
    "realised_profit_history": .realisedHistory, "tax_pnl_history": .taxHistory,
    "ledger_history": .ledgerHistory, "screeners_config": .screenersConfig,
    "screeners_query": .screenersQuery, "screeners_candlestick": .screenersCandlestick,
    "screeners_technical": .screenersTechnical, "expiry_dates": .expiryDates,
    "history_underlying_symbols": .expiredUnderlyings, "fno_historical_data": .expiredHistory,
  ]

  /// The input of a recorded call as ours would be built from it.
  private static func request(_ name: String, _ input: JSONValue) throws -> FyersRequest {
    let endpoint = try #require(endpoints[name], "no endpoint for \(name)")
    // The official client filters a fetched book itself, and fills in what an empty exit means.
    if name == "get_orders" { return .orderBook() }
    if name == "logout" { return .logout }
    if name == "exit_positions", input.object?.members.isEmpty == true { return try .exit(.all) }
    if endpoint.verb != .get { return FyersRequest(endpoint, body: input.isNull ? nil : input) }
    let query = (input.object?.members ?? []).map { member in
      FyersRequest.Parameter(member.key, member.value.text ?? member.value.pythonText)
    }
    return FyersRequest(endpoint, query: query)
  }

  @Test("every recorded call has the same method, path, query, headers and body")
  func recordedCalls() throws {
    let token = try AccessToken.unchecked(app: "XC4EOD67IM-100", jwt: "eyJ0b2tlbiI6MX0.AAA.BBB")
    var checked = 0
    for line in try Fixtures.lines("rest_requests") {
      let name = try #require(line["name"]?.text)
      guard let expected = line["request"], !name.hasPrefix("SessionModel") else { continue }
      let request = try Self.request(name, line["input"] ?? .null)
      let call = request.call(to: .production, token: token)
      #expect(call.verb.rawValue == expected["method"]?.text, "\(name)")
      #expect(call.address == "https://api-t1.fyers.in" + (expected["path"]?.text ?? ""), "\(name)")
      #expect(call.query == expected["query"]?.text, "\(name)")
      #expect(call.body?.reveal() ?? "" == expected["body"]?.text, "\(name)")
      let headers = try #require(expected["headers"])
      #expect(call.authorization?.reveal() == headers["Authorization"]?.text, "\(name)")
      for header in call.headers { #expect(headers[header.name]?.text == header.value, "\(name)") }
      #expect(call.headers.count == 2, "\(name)")
      checked += 1
    }
    #expect(checked == 69)
  }

  @Test("typed orders write the recorded bodies")
  func typedOrders() throws {
    let recorded = try Fixtures.lines("rest_requests")
    func body(_ name: String, _ index: Int = 0) -> String? {
      recorded.filter { $0["name"]?.text == name }[index]["request"]?["body"]?.text
    }
    var order = OrderPlacement(
      symbol: "NSE:SBIN-EQ", quantity: 1, side: .buy, kind: .market, product: "INTRADAY",
      tag: "tag1")
    #expect(try FyersRequest.place(order).bodyText == body("place_order"))
    order.kind = .limit(Price(micros: 1_068_450_000))
    order.takeProfit = Price(micros: 10_500_000)
    order.stopLoss = Price(micros: 5_000_000)
    let slice = #", "isSliceOrder": false}"#
    #expect(
      try FyersRequest.place(order).bodyText
        == body("place_order", 1)?.replacing(slice, with: "}"))
    #expect(
      try FyersRequest.modify(
        OrderModification(
          id: "26100100000001", type: 1, limitPrice: Price(micros: 1_060_050_000), quantity: 2)
      ).bodyText == body("modify_order"))
    #expect(FyersRequest.cancel(orderID: "26100100000001").bodyText == body("cancel_order"))
    #expect(try FyersRequest.cancel(orderIDs: ["1", "2"]).bodyText == body("cancel_basket_orders"))
    #expect(try FyersRequest.exit(.all).bodyText == body("exit_positions"))
    #expect(
      try FyersRequest.exit(.positions(["NSE:SBIN-EQ-INTRADAY"])).bodyText
        == body("exit_positions", 1))
    #expect(
      try FyersRequest.exit(.positions(["NSE:SBIN-EQ-INTRADAY", "NSE:ITC-EQ-CNC"])).bodyText
        == body("exit_positions", 2))
    #expect(try FyersRequest.exit(.pendingOrders).bodyText == body("exit_positions", 4))
    #expect(
      FyersRequest.convert(
        PositionConversion(
          positionID: "NSE:SBIN-EQ-INTRADAY", side: .buy, quantity: 1, from: "INTRADAY", to: "CNC",
          isOvernight: false)
      ).bodyText == body("convert_position"))
  }

  @Test("a symbol token call carries the bare token and no version")
  func symbolTokenHeaders() throws {
    let token = try AccessToken.fixture()
    let call = try FyersRequest.symbolTokens(["NSE:SBIN-EQ"]).call(to: .production, token: token)
    #expect(call.authorization == token.jwt)
    #expect(call.headers.map(\.name) == ["Content-Type"])
    #expect(call.body?.reveal() == #"{"symbols": ["NSE:SBIN-EQ"]}"#)
  }

  @Test(
    "orders that break a rule are not built",
    arguments: [
      OrderPlacement(
        symbol: "", quantity: 1, side: .buy, kind: .market, product: "CNC", tag: ""),
      OrderPlacement(
        symbol: "NSE:A-EQ", quantity: 0, side: .buy, kind: .market, product: "CNC", tag: ""),
      OrderPlacement(
        symbol: "NSE:A-EQ", quantity: 1, side: .buy, kind: .market, product: "BO", tag: ""),
      OrderPlacement(
        symbol: "NSE:A-EQ", quantity: 1, side: .buy, kind: .limit(.zero), product: "CNC", tag: ""),
      OrderPlacement(
        symbol: "NSE:A-EQ", quantity: 1, side: .buy, kind: .market, product: "CNC",
        tag: "no_underscore"),
      OrderPlacement(
        symbol: "NSE:A-EQ", quantity: 1, side: .buy, kind: .market, product: "CNC",
        tag: "Untagged"),
      OrderPlacement(
        symbol: "NSE:A-EQ", quantity: 1, side: .sell,
        kind: .stopLimit(trigger: Price(micros: 1), limit: Price(micros: 2)), product: "CNC",
        tag: ""),
    ])
  func invalidOrders(_ order: OrderPlacement) {
    #expect(throws: FyersError.self) { try order.body() }
  }
}

extension AccessToken {
  /// A token whose parts are not looked at.
  static func unchecked(app: String, jwt: String) throws -> AccessToken {
    try AccessToken(app: app, jwt: Secret(jwt))
  }
}
