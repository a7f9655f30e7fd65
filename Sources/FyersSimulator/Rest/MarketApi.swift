import Market
import Money

/// Market data over HTTP (FYERS.md §7.3, §10).
struct MarketApi {
  let exchange: SimulatedExchange

  private static let symbolsMax = 500

  /// The answer to a call under `/data`.
  func answer(_ call: RestCall, _ path: String, at wall: EventTime) throws(Refusal) -> RestReply {
    switch (call.method, path) {
    case ("POST", "/symbol-token"): return try symbolToken(call.json ?? .null)
    case ("GET", "/quotes"):
      return try quotes(
        (call.parameter("symbols") ?? "").split(separator: ",").map(String.init))
    case ("POST", "/quotes"):
      return try quotes((call.json?["symbols"]?.elements ?? []).compactMap(\.text))
    case ("GET", "/depth"): return try depth(call)
    case ("GET", "/history"): return try history(call)
    case ("GET", "/marketStatus"): return marketStatus
    case ("GET", "/options-chain-v3"): return try ChainApi(exchange: exchange).options(call)
    case ("GET", "/futures-chain"): return try ChainApi(exchange: exchange).futures(call)
    case ("GET", _) where path.hasPrefix("/history/fno/expired/"):
      return .json(.of(["s": .string("no_data"), "code": .int(200), "data": .array([])]))
    default: throw RestApi.unknown
    }
  }

  private func symbolToken(_ body: Json) throws(Refusal) -> RestReply {
    guard let names = body["symbols"]?.elements?.compactMap(\.text), !names.isEmpty else {
      throw .badInput("symbols should be a list")
    }
    guard names.count <= Self.symbolsMax else {
      throw .badInput("at most \(Self.symbolsMax) symbols are allowed")
    }
    var valid: [Json.Member] = []
    var invalid: [Json] = []
    for name in names {
      if let instrument = exchange.catalogue[name], !exchange.faults.strikes(.unknownSymbol) {
        valid.append(Json.Member(name: name, value: .string(instrument.fyToken)))
      } else {
        invalid.append(.string(name))
      }
    }
    return .ok(["validSymbol": .object(valid), "invalidSymbol": .array(invalid)])
  }

  // MARK: Quotes and depth

  private func quotes(_ names: [String]) throws(Refusal) -> RestReply {
    guard !names.isEmpty, names.count <= Self.symbolsMax else {
      throw .badInput("symbols: expected 1 to \(Self.symbolsMax)")
    }
    let rows = names.map { name -> Json in
      guard let instrument = exchange.catalogue[name],
        let quote = exchange.market.quote(instrument)
      else {
        return .of([
          "n": .string(name), "s": .string("error"), "v": Refusal.invalidSymbol.json,
        ])
      }
      return .of(["n": .string(name), "s": .string("ok"), "v": row(instrument, quote)])
    }
    return .json(.of(["s": .string("ok"), "code": .int(200), "d": .array(rows)]))
  }

  private func row(_ instrument: SimulatedInstrument, _ quote: QuoteState) -> Json {
    let tick = quote.tick
    let change = tick.ltp.micros - instrument.previousClose.micros
    let word = instrument.symbol.prefix { $0 != ":" }
    return .of([
      "ch": .micros(change), "chp": Percent.of(change, of: instrument.previousClose.micros),
      "lp": .price(tick.ltp), "spread": .micros(quote.spread),
      "ask": .price(tick.ask), "bid": .price(tick.bid), "open_price": .price(quote.open),
      "high_price": .price(quote.high), "low_price": .price(quote.low),
      "prev_close_price": .price(instrument.previousClose), "atp": .price(quote.average),
      "volume": .int(tick.volume), "short_name": .string(instrument.names.full),
      "exchange": .string(String(word)), "description": .string(instrument.symbol),
      "original_name": .string(instrument.symbol), "symbol": .string(instrument.symbol),
      "fyToken": .string(instrument.fyToken),
      "tt": .string(String(tick.time.nanoseconds / EventTime.nanosecondsPerSecond)),
    ])
  }

  private func depth(_ call: RestCall) throws(Refusal) -> RestReply {
    guard let name = call.parameter("symbol"), let instrument = exchange.catalogue[name],
      let quote = exchange.market.quote(instrument)
    else { throw .invalidSymbol }
    let ladder = DepthLadder(quote, of: instrument)
    let bids = ladder.bids(5)
    let asks = ladder.asks(5)
    let tick = quote.tick
    let change = tick.ltp.micros - instrument.previousClose.micros
    let row = Json.of([
      "totalbuyqty": .int(bids.reduce(0) { $0 + $1.size }),
      "totalsellqty": .int(asks.reduce(0) { $0 + $1.size }), "bids": .array(bids.map(level)),
      "ask": .array(asks.map(level)), "o": .price(quote.open), "h": .price(quote.high),
      "l": .price(quote.low), "c": .price(instrument.previousClose),
      "chp": Percent.of(change, of: instrument.previousClose.micros),
      "tick_Size": .price(instrument.increment), "ch": .micros(change),
      "ltq": .int(quote.lastQuantity), "ltt": .int(quote.lastTradeSecond), "ltp": .price(tick.ltp),
      "v": .int(tick.volume), "atp": .price(quote.average),
      "lower_ckt": .price(instrument.circuits.lower),
      "upper_ckt": .price(instrument.circuits.upper),
      "expiry": .string(instrument.expiry.map { String($0) } ?? ""),
      "oi": .int(max(0, tick.openInterest)), "oiflag": .bool(tick.openInterest > 0),
      "pdoi": .int(0), "oipercent": .int(0),
    ])
    return .json(
      .of([
        "s": .string("ok"), "d": .object([Json.Member(name: name, value: row)]),
        "message": .string(""),
      ]))
  }

  private func level(_ level: DepthLadder.Level) -> Json {
    .of([
      "price": .micros(level.price), "volume": .int(level.size), "ord": .int(level.orders),
    ])
  }

  // MARK: Candles and hours

  private func history(_ call: RestCall) throws(Refusal) -> RestReply {
    guard let name = call.parameter("symbol"), let instrument = exchange.catalogue[name] else {
      throw .invalidSymbol
    }
    guard let interval = call.parameter("resolution").flatMap(CandleInterval.init) else {
      throw .badInput("Invalid input")
    }
    guard let range = range(call) else { throw .badInput("Invalid input") }
    guard (range.upperBound - range.lowerBound) / 86_400 <= interval.daysMax else {
      throw .badInput("Invalid input")
    }
    let candles = exchange.market.candles.candles(
      of: instrument.id.position, interval: interval, range: range)
    guard !candles.isEmpty else {
      return .json(.of(["s": .string("no_data"), "candles": .array([])]))
    }
    let hasInterest = call.parameter("oi_flag") == "1"
    let rows = candles.map { candle -> Json in
      let row: [Json] = [
        .int(candle.start), .micros(candle.open), .micros(candle.high), .micros(candle.low),
        .micros(candle.close), .int(candle.volume),
      ]
      return .array(hasInterest ? row + [.int(candle.openInterest)] : row)
    }
    return .json(.of(["s": .string("ok"), "candles": .array(rows)]))
  }

  /// The range of a call in epoch seconds: epochs, or Indian dates of which the last counts whole.
  private func range(_ call: RestCall) -> ClosedRange<Int64>? {
    guard let from = call.parameter("range_from"), let to = call.parameter("range_to") else {
      return nil
    }
    let bounds: (Int64, Int64)
    switch call.parameter("date_format") {
    case "0":
      guard let lower = Int64(from), let upper = Int64(to) else { return nil }
      bounds = (lower, upper)
    case "1":
      guard let lower = IndianClockText.day(parsing: from),
        let upper = IndianClockText.day(parsing: to), lower <= upper
      else { return nil }
      // Daily candles are named by midnight UTC, five and a half hours into the Indian date.
      bounds = (lower * 86_400 - 19_800, (upper + 1) * 86_400 - 1)
    default: return nil
    }
    let limit: Int64 = 1 << 40
    guard bounds.0 <= bounds.1, bounds.0 > -limit, bounds.1 < limit else { return nil }
    return bounds.0...bounds.1
  }

  private var marketStatus: RestReply {
    let word = exchange.isOver ? "CLOSED" : "OPEN"
    let rows = [(10, 10), (10, 11), (10, 12), (11, 20), (12, 10), (12, 11)].map { place -> Json in
      .of([
        "exchange": .int(place.0), "market_type": .string("NORMAL"), "segment": .int(place.1),
        "status": .string(word),
      ])
    }
    return .ok(["marketStatus": .array(rows)])
  }
}
