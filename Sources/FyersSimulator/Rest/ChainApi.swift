import Market
import Money

/// Chains of derivatives on one underlying, from the recording's symbols (FYERS.md §10).
struct ChainApi {
  let exchange: SimulatedExchange

  private func underlying(_ call: RestCall) throws(Refusal) -> (SimulatedInstrument, String) {
    guard let name = call.parameter("symbol"), let instrument = exchange.catalogue[name] else {
      throw .invalidSymbol
    }
    return (instrument, instrument.names.short)
  }

  private func contracts(_ name: String, isFuture: Bool) -> [SimulatedInstrument] {
    exchange.catalogue.all.filter {
      $0.contract?.underlying == name && ($0.contract?.right == .future) == isFuture
    }
  }

  /// The futures on an underlying.
  func futures(_ call: RestCall) throws(Refusal) -> RestReply {
    let (_, name) = try underlying(call)
    return .ok([
      "data": .of(["futuresChain": .array(contracts(name, isFuture: true).compactMap(row))])
    ])
  }

  /// The options on an underlying, the underlying itself first.
  func options(_ call: RestCall) throws(Refusal) -> RestReply {
    let (instrument, name) = try underlying(call)
    let count = Int(call.parameter("strikecount") ?? "50") ?? 50
    guard (1...50).contains(count) else { throw .badInput("strikecount should be 1 to 50") }
    let all = contracts(name, isFuture: false)
    let expiries = Set(all.compactMap(\.expiry)).sorted()
    let asked = call.parameter("timestamp").flatMap { Int64($0) } ?? expiries.first
    let last = exchange.market.quote(instrument)?.tick.ltp.micros ?? 0
    let wanted = all.filter { $0.expiry == asked }
    let strikes = Set(wanted.compactMap { $0.contract?.strike })
      .sorted { abs($0 - last) < abs($1 - last) }.prefix(2 * count + 1)
    let rows = wanted.filter { $0.contract?.strike.map(strikes.contains) ?? false }
      .sorted { ($0.contract?.strike ?? 0, $0.symbol) < ($1.contract?.strike ?? 0, $1.symbol) }
    return .ok([
      "data": .of([
        "callOi": .int(interest(rows, .call)), "putOi": .int(interest(rows, .put)),
        "expiryData": .array(
          expiries.map { expiry in
            .of([
              "date": .string(
                IndianClockText.dayMonthYear(EventTime(nanoseconds: expiry * 1_000_000_000))),
              "expiry": .string(String(expiry)), "expiry_flag": .string("M"),
            ])
          }), "indiavixData": .of([:]),
        "optionsChain": .array(([instrument] + rows).compactMap(row)),
      ])
    ])
  }

  private func interest(_ rows: [SimulatedInstrument], _ right: DerivativeName.Right) -> Int64 {
    rows.filter { $0.contract?.right == right }.reduce(0) {
      $0 + max(0, exchange.market.quote($1)?.tick.openInterest ?? 0)
    }
  }

  private func row(_ instrument: SimulatedInstrument) -> Json? {
    guard let quote = exchange.market.quote(instrument) else { return nil }
    let change = quote.tick.ltp.micros - instrument.previousClose.micros
    return .of([
      "ask": .price(quote.tick.ask), "bid": .price(quote.tick.bid),
      "fyToken": .string(instrument.fyToken), "ltp": .price(quote.tick.ltp),
      "ltpch": .micros(change), "ltpchp": Percent.of(change, of: instrument.previousClose.micros),
      "oi": .int(max(0, quote.tick.openInterest)), "oich": .int(0), "oichp": .int(0),
      "option_type": .string(SymbolMaster.right(instrument, none: "")), "prev_oi": .int(0),
      "strike_price": instrument.contract?.strike.map { Json.micros($0) } ?? .int(-1),
      "symbol": .string(instrument.symbol), "volume": .int(quote.tick.volume),
    ])
  }
}
