import HTTPTypes
import Money
import Reporting
import Trading

/// Calls that change something.
extension Dispatcher {
  /// Answers a call that trades, prices or commands.
  func write(
    _ endpoint: Endpoint, _ head: HTTPRequest, body: [UInt8]
  ) async throws(ApiFailure) -> ApiResponse {
    let work = try work(endpoint, head, body: body)
    guard endpoint != .updatePrice, let key = try Self.key(of: head) else { return await work() }
    let path = head.path.map { String($0.prefix { $0 != "?" }) } ?? ""
    return try await answers.answer(key: key, path: path, body: body, work: work)
  }

  /// What a call asks for, read whole before anything is done.
  private func work(
    _ endpoint: Endpoint, _ head: HTTPRequest, body: [UInt8]
  ) throws(ApiFailure) -> @Sendable () async -> ApiResponse {
    switch endpoint {
    case .buy:
      let trade = try Self.purchase(body)
      return { await self.trade(trade) }
    case .sell:
      let fields = try BodyFields(body, known: ["symbol", "quantity"])
      let trade = HandTrade(
        side: .sell, symbol: try fields.symbol(), quantity: try fields.quantity())
      return { await self.trade(trade) }
    case .updatePrice:
      let quote = try Self.quote(body)
      return { await self.update(quote) }
    case .control(let command):
      _ = try BodyFields(body, known: [])
      let deadline = try Self.deadline(of: head)
      return { Self.control(await session.control(command, before: deadline)) }
    default:
      preconditionFailure("a call that reads was taken for one that writes")
    }
  }

  private static func key(of head: HTTPRequest) throws(ApiFailure) -> String? {
    guard let name = HTTPField.Name("Idempotency-Key") else { return nil }
    let keys = head.headerFields[values: name]
    guard let key = keys.first else { return nil }
    guard keys.count == 1, (1...255).contains(key.utf8.count),
      key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw .malformed(
        "Idempotency-Key: expected one of 1 to 255 visible ASCII characters without blanks")
    }
    return key
  }

  private static func deadline(of head: HTTPRequest) throws(ApiFailure) -> CallDeadline? {
    guard let name = HTTPField.Name(CallDeadline.header) else { return nil }
    let values = head.headerFields[values: name]
    guard let text = values.first else { return nil }
    guard values.count == 1, let nanoseconds = Int64(text), nanoseconds >= 0 else {
      throw .malformed(
        "\(CallDeadline.header): expected nanoseconds since this machine was started")
    }
    return CallDeadline(nanoseconds: nanoseconds)
  }

  private static func purchase(_ body: [UInt8]) throws(ApiFailure) -> HandTrade {
    let fields = try BodyFields(
      body, known: ["symbol", "quantity", "stop_loss_price", "take_profit_price", "trailing"])
    return HandTrade(
      buying: try fields.symbol(), quantity: try fields.quantity(),
      stopLoss: try fields.requestedPrice("stop_loss_price"),
      takeProfit: try fields.requestedPrice("take_profit_price"), trailing: try fields.trailing())
  }

  private static func quote(_ body: [UInt8]) throws(ApiFailure) -> ManualQuote {
    let fields = try BodyFields(
      body, known: ["symbol", "bid_price", "ask_price", "last_price", "volume"])
    let quote = ManualQuote(
      symbol: try fields.symbol(), bid: try fields.quotedPrice("bid_price"),
      ask: try fields.quotedPrice("ask_price"), last: try fields.tradedPrice("last_price"),
      volume: try fields.volume())
    guard quote.bid <= quote.ask || quote.ask == .zero else {
      throw ApiFailure(
        .unprocessableContent, DenialReason.price.rawValue,
        "bid_price: expected at most the ask of \(quote.ask), was \(quote.bid)")
    }
    return quote
  }

  private func trade(_ trade: HandTrade) async -> ApiResponse {
    switch await session.trade(trade) {
    case .executed(let executed):
      return .json { json in
        json.field("success", true)
        json.field("message", TradeText.executed(executed))
        json.trade(executed)
      }
    case .pending(let orders):
      return .json { json in
        json.field("success", true)
        json.field("message", TradeText.pending(orders, of: trade))
        if let first = orders.first { json.order(first, key: "order") }
        json.orders("orders", orders)
      }
    case .denied(let denial): return Self.denied(denial)
    }
  }

  private func update(_ quote: ManualQuote) async -> ApiResponse {
    switch await session.updatePrice(quote) {
    case .updated(let fills):
      return .json { json in
        json.field("success", true)
        json.field("message", "Price updated")
        json.orders("fills", fills)
      }
    case .notManual:
      return .failure(
        ApiFailure(
          .conflict, "FEED_NOT_MANUAL",
          "Prices come from the market feed; start with --feed manual to set them"))
    case .denied(let denial): return Self.denied(denial)
    }
  }

  /// What became of a command.
  static func control(_ answer: ControlAnswer) -> ApiResponse {
    switch answer {
    case .done(let mode, let message, let orders):
      return .json { json in
        json.field("success", true)
        json.field("message", "✅ " + message)
        json.field("mode", mode.rawValue)
        json.orders("orders", orders)
      }
    case .refused(let sentence):
      return .failure(ApiFailure(.conflict, "REFUSED", sentence))
    }
  }

  private static func denied(_ denial: Denial) -> ApiResponse {
    .failure(ApiFailure(.unprocessableContent, denial.reason.rawValue, denial.detail))
  }
}

/// The guide's sentences about trades.
enum TradeText {
  /// `✅ BUY EXECUTED: …` or `✅ SELL EXECUTED: …`.
  ///
  /// - Parameter orders: One or more; several are told of as one.
  /// - Returns: The sentence.
  static func executed(_ orders: [ExecutedTrade]) -> String {
    let trade = ExecutedTrade(sumOf: orders)
    let what =
      "✅ \(trade.side.text) EXECUTED: \(trade.quantity) \(SafeText.escaped(trade.symbol)) @ "
      + rupees(trade.executedPrice)
    switch trade.side {
    case .buy:
      return "\(what) (Total: \(rupees(trade.value)) + Commission: \(rupees(trade.commission)))"
    case .sell:
      let percent = RoundedNumber.percentage(of: trade.realizedPnL, in: trade.costOfClosed)
      return "\(what) | Proceeds: \(rupees(trade.proceeds)) | "
        + "P&L: \(rupees(trade.realizedPnL)) (\(percent.twoDecimals)%)"
    }
  }

  /// Orders that wait for their fill, one or more.
  static func pending(_ orders: [OrderReport], of trade: HandTrade) -> String {
    let ids = orders.map(\.orderID)
    let waiting =
      ids.count == 1
      ? "\(ids[0]) waits for its fill" : "\(ids.joined(separator: ", ")) wait for their fills"
    return "⏳ \(trade.side.text) ACCEPTED: \(trade.quantity.text) "
      + "\(SafeText.escaped(trade.symbol)), \(waiting)"
  }

  /// `₹4,44,972.50`; a loss is `₹-77.48`, as the guide writes it.
  static func rupees(_ amount: Amount) -> String {
    "₹" + IndianGrouping.grouped(amount.description)
  }

  private static func rupees(_ price: Price) -> String { rupees(Amount(micros: price.micros)) }
}
