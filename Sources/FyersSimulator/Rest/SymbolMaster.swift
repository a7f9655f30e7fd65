import Market
import Money

/// The symbol master of the recording's symbols, as FYERS publishes it (FYERS.md §11).
struct SymbolMaster {
  private let catalogue: InstrumentCatalogue
  private let date: String

  /// The master of a day.
  init(_ catalogue: InstrumentCatalogue, at time: EventTime) {
    self.catalogue = catalogue
    date = IndianTime(time).date.description
  }

  /// The answer to a GET under `/sym_details`.
  func answer(_ call: RestCall) throws(Refusal) -> RestReply {
    let file = String(call.path.dropFirst("/sym_details/".count))
    guard call.method == "GET" else { throw RestApi.unknown }
    if file == "index_hsm_mapping.json" {
      return .json(
        .object(
          catalogue.all.filter(\.isIndex).map {
            Json.Member(name: $0.symbol, value: .string($0.names.display))
          }))
    }
    for name in ["NSE_CM", "NSE_FO", "NSE_CD", "NSE_COM", "BSE_CM", "BSE_FO", "BSE_CD", "MCX_COM"] {
      if file == name + ".csv" {
        return RestReply(body: Array(csv(name).utf8), contentType: "text/csv")
      }
      if file == name + "_sym_master.json" { return .json(json(name)) }
    }
    throw RestApi.unknown
  }

  private func rows(_ name: String) -> [SimulatedInstrument] {
    catalogue.all.filter { $0.place.master == name }
  }

  /// The 21 columns of every row, without a header.
  func csv(_ name: String) -> String {
    rows(name).map { instrument in
      let underlying = underlying(instrument)
      return [
        instrument.fyToken, instrument.names.full, String(instrument.kind),
        instrument.isIndex ? "0" : String(instrument.lot), number(instrument.increment), "",
        session(instrument), date, instrument.expiry.map { String($0) } ?? "", instrument.symbol,
        String(instrument.place.exchange), String(instrument.place.segment),
        instrument.exchangeToken,
        instrument.names.short, underlying?.exchangeToken ?? instrument.exchangeToken,
        instrument.contract?.strike.map { number(Price(micros: $0)) } ?? "-1.0",
        Self.right(instrument, none: "XX"), underlying?.fyToken ?? instrument.fyToken, "None", "0",
        "0.0",
      ].joined(separator: ",") + "\n"
    }.joined()
  }

  private func json(_ name: String) -> Json {
    .object(rows(name).map { Json.Member(name: $0.symbol, value: row($0)) })
  }

  private func row(_ instrument: SimulatedInstrument) -> Json {
    let underlying = underlying(instrument) ?? instrument
    return .of([
      "fyToken": .string(instrument.fyToken), "isin": .string(""),
      "exSymbol": .string(instrument.names.short), "symDetails": .string(instrument.names.full),
      "symTicker": .string(instrument.symbol), "exchange": .int(instrument.place.exchange),
      "segment": .int(instrument.place.segment), "exSymName": .string(instrument.names.full),
      "exToken": .int(Int64(instrument.exchangeToken) ?? 0),
      "exSeries": .string(instrument.isCash ? "EQ" : "XX"),
      "optType": .string(Self.right(instrument, none: "XX")),
      "underSym": .string(instrument.names.short), "underFyTok": .string(underlying.fyToken),
      "exInstType": .int(instrument.kind),
      "minLotSize": .int(instrument.isIndex ? 0 : instrument.lot),
      "tickSize": .price(instrument.increment), "tradingSession": .string(session(instrument)),
      "lastUpdate": .string(date),
      "expiryDate": .string(instrument.expiry.map { String($0) } ?? ""),
      "strikePrice": instrument.contract?.strike.map { Json.micros($0) } ?? .int(-1),
      "qtyFreeze": .string(String(instrument.freezeQuantity)),
      "tradeStatus": .int(instrument.isIndex ? 0 : 1), "currencyCode": .string("INR"),
      "upperPrice": .price(instrument.circuits.upper),
      "lowerPrice": .price(instrument.circuits.lower),
      "faceValue": .int(0), "qtyMultiplier": .int(1),
      "previousClose": .price(instrument.previousClose), "previousOi": .int(0),
      "asmGsmVal": .string(""),
      "exchangeName": .string(String(instrument.symbol.prefix { $0 != ":" })),
      "symbolDesc": .string(instrument.names.full), "originalExpDate": .null,
      "is_mtf_tradable": .int(0), "mtf_margin": .int(0), "stream": .string("A"),
    ])
  }

  private func underlying(_ instrument: SimulatedInstrument) -> SimulatedInstrument? {
    guard let name = instrument.contract?.underlying else { return nil }
    return catalogue.all.first {
      $0.contract == nil && $0.names.short == name
    }
  }

  private func session(_ instrument: SimulatedInstrument) -> String {
    switch instrument.place.segment {
    case 20: "0900-2330|1815-1915:"
    case 11: "0915-1540|1815-1915:"
    default: "0915-1530|1815-1915:"
    }
  }

  private func number(_ price: Price) -> String {
    DecimalText.format(price.micros, decimals: 6, minimumDecimals: 1)
  }

  /// `CE`, `PE`, or the word for no option.
  static func right(_ instrument: SimulatedInstrument, none: String) -> String {
    switch instrument.contract?.right {
    case .call: "CE"
    case .put: "PE"
    case .future, nil: none
    }
  }
}
