import Market
import Money

/// All instruments of the simulated exchange: what the symbol master, symbol-token and topics know.
struct InstrumentCatalogue: Sendable {
  /// In the order of ids.
  let all: [SimulatedInstrument]
  private let positions: [String: Int]
  private let topics: [String: Int]

  /// The instruments of a scanned recording.
  init(scan: RecordingScan, table: InstrumentTable) {
    var taken: Set<String> = []
    all = table.all.map { instrument in
      let row = instrument.id.position < scan.rows.count ? scan.rows[instrument.id.position] : nil
      return Self.listed(instrument, row: row, taken: &taken)
    }
    positions = Dictionary(
      all.map { ($0.symbol, $0.id.position) }, uniquingKeysWith: { first, _ in first })
    var topics: [String: Int] = [:]
    for one in all {
      let name = one.isIndex ? one.names.display.uppercased() : one.exchangeToken
      topics["\(one.place.topic)|\(name)"] = one.id.position
    }
    self.topics = topics
  }

  /// The instrument of a symbol; nil when the recording does not know it.
  subscript(symbol: String) -> SimulatedInstrument? { positions[symbol].map { all[$0] } }

  /// The instrument of the part of a topic behind its kind: `nse_cm|3045`, `nse_cm|Nifty 50`.
  func instrument(ofTopic rest: String, isIndex: Bool) -> SimulatedInstrument? {
    let parts = rest.split(separator: "|", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let key = isIndex ? "\(parts[0])|\(parts[1].uppercased())" : rest
    guard let position = topics[key], all[position].isIndex == isIndex else { return nil }
    return all[position]
  }

  private static func listed(
    _ instrument: Instrument, row: RecordingScan.Row?, taken: inout Set<String>
  ) -> SimulatedInstrument {
    let symbol = instrument.symbol
    let name = String(symbol.drop { $0 != ":" }.dropFirst())
    let isIndex = symbol.hasSuffix("-INDEX")
    let contract = isIndex || symbol.hasPrefix("SIM:") ? nil : DerivativeName(parsing: name)
    let place = ExchangeSegment.of(symbol, contract: contract)
    let token = exchangeToken(symbol, topic: place.topic, taken: &taken)
    let expiry = contract?.expiryDate(isBSE: place.exchange == 12)
    let price = row?.first.ltp.micros ?? 1_000_000
    let kind = kind(isIndex: isIndex, contract: contract, place: place)
    let grid = row?.grid ?? 0
    let increment = increment(symbol, price: price, grid: grid, kind: kind)
    let facts = contract.flatMap { ListingFacts.contracts[$0.underlying] }
    return SimulatedInstrument(
      id: instrument.id, symbol: symbol, place: place, kind: kind, exchangeToken: token,
      fyToken: "\(place.exchange)\(place.segment)\(expiryDigits(expiry))\(token)",
      names: SimulatedInstrument.Names(
        display: isIndex ? indexName(symbol, name) : name,
        short: contract?.underlying ?? shortName(name), full: name),
      increment: Price(micros: increment), lot: facts?.lot ?? 1,
      freezeQuantity: facts?.freeze ?? ListingFacts.freezeDefault,
      scale: scale(grid: grid, highest: row?.high ?? price, segment: place.segment),
      contract: contract,
      expiry: expiry.map { IndianTime(day: $0.dayNumber, secondOfDay: 15 * 3_600 + 40 * 60) }
        .map { $0.eventTime.nanoseconds / 1_000_000_000 },
      previousClose: Price(micros: price),
      circuits: circuits(price: price, row: row, increment: increment))
  }

  private static func indexName(_ symbol: String, _ name: String) -> String {
    ListingFacts.indexNames[symbol] ?? String(name.prefix { $0 != "-" })
  }

  private static func shortName(_ name: String) -> String {
    let plain = String(name.prefix { $0 != "-" })
    return name.hasSuffix("-INDEX") ? ListingFacts.underlyings[plain] ?? plain : plain
  }

  private static func expiryDigits(_ date: CivilDate?) -> String {
    guard let date else { return "000000" }
    return [date.year % 100, date.month, date.day].map(IndianClockText.twoDigits).joined()
  }

  private static func kind(isIndex: Bool, contract: DerivativeName?, place: ExchangeSegment) -> Int
  {
    if isIndex { return 10 }
    guard let contract else { return 0 }
    let isFuture = contract.right == .future
    switch place.segment {
    case 20: return isFuture ? 30 : 31
    case 12: return isFuture ? 16 : 19
    default:
      let isOnIndex = ListingFacts.contracts[contract.underlying] != nil
      return isFuture ? (isOnIndex ? 11 : 13) : (isOnIndex ? 14 : 15)
    }
  }

  /// The published token, or six digits computed from the symbol's text (FNV-1a).
  private static func exchangeToken(_ symbol: String, topic: String, taken: inout Set<String>)
    -> String
  {
    if let known = ListingFacts.exchangeTokens[symbol], taken.insert("\(topic)|\(known)").inserted {
      return known
    }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in symbol.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var number = hash % 900_000
    while !taken.insert("\(topic)|\(100_000 + number)").inserted { number = (number + 1) % 900_000 }
    return String(100_000 + number)
  }

  /// The published step, or the largest usual one that every recorded price lies on.
  private static func increment(_ symbol: String, price: Int64, grid: Int64, kind: Int) -> Int64 {
    let published: Int64 =
      switch kind {
      case 0 where symbol.hasPrefix("SIM:"): 10_000
      case 0, 13: ListingFacts.increment(price: price, isIndexFuture: false)
      case 11: ListingFacts.increment(price: price, isIndexFuture: true)
      case 16, 19: 2_500
      default: 50_000
      }
    if grid % published == 0 { return published }
    let usual: [Int64] = [100_000, 50_000, 10_000, 5_000, 2_500, 1_000, 100, 10, 1]
    return usual.first { $0 <= published && grid % $0 == 0 } ?? 1
  }

  /// Decimals that hold every recorded price and still fit 32 bits.
  private static func scale(grid: Int64, highest: Int64, segment: Int)
    -> SimulatedInstrument.Scale
  {
    if segment == 12 { return SimulatedInstrument.Scale(precision: 2, multiplier: 100) }
    var precision: UInt8 = 2
    var unit: Int64 = 10_000
    while precision < 6, grid % unit != 0, highest / (unit / 10) <= Int64(Int32.max) {
      precision += 1
      unit /= 10
    }
    return SimulatedInstrument.Scale(precision: precision, multiplier: 1)
  }

  /// 20 % around the first price, wider when the recording goes further.
  private static func circuits(price: Int64, row: RecordingScan.Row?, increment: Int64)
    -> SimulatedInstrument.Circuits
  {
    let lower = min(price / 5 * 4, row?.low ?? price)
    let (raised, overflow) = price.addingReportingOverflow(price / 5)
    let upper = max(overflow ? price : raised, row?.high ?? price)
    return SimulatedInstrument.Circuits(
      lower: Price(micros: max(increment, lower / increment * increment)),
      upper: Price(micros: upper / increment * increment))
  }
}

/// Facts of the lists exchanges publish, for symbols a simulation is likely to meet.
///
/// Dated: the state of September 2026 (FYERS.md §11, INDIA.md §5.4). The real master is the source
/// for real orders; this one only has to be plausible and consistent.
enum ListingFacts {
  /// Names of indices in topics; others get the text before the dash.
  static let indexNames: [String: String] = [
    "NSE:NIFTY50-INDEX": "Nifty 50", "NSE:NIFTYBANK-INDEX": "Nifty Bank",
    "NSE:INDIAVIX-INDEX": "India VIX", "NSE:FINNIFTY-INDEX": "Nifty Fin Service",
    "NSE:MIDCPNIFTY-INDEX": "NIFTY MID SELECT", "NSE:NIFTYNXT50-INDEX": "Nifty Next 50",
    "BSE:SENSEX-INDEX": "SENSEX", "BSE:BANKEX-INDEX": "BANKEX",
  ]

  /// Underlyings of derivatives on indices, by the index's own name.
  static let underlyings = [
    "NIFTY50": "NIFTY", "NIFTYBANK": "BANKNIFTY", "NIFTYNXT50": "NIFTYNXT50",
  ]

  /// Exchange tokens that are known; others are computed from the symbol.
  static let exchangeTokens: [String: String] = [
    "NSE:SBIN-EQ": "3045", "NSE:INFY-EQ": "1594", "NSE:RELIANCE-EQ": "2885",
    "NSE:TCS-EQ": "11536", "NSE:HDFCBANK-EQ": "1333", "NSE:ITC-EQ": "1660",
    "NSE:NIFTY50-INDEX": "26000", "NSE:NIFTYBANK-INDEX": "26009", "NSE:INDIAVIX-INDEX": "26017",
    "BSE:SENSEX-INDEX": "1",
  ]

  /// Lot and largest order of index derivatives, by underlying.
  static let contracts: [String: (lot: Int64, freeze: Int64)] = [
    "NIFTY": (65, 1_800), "BANKNIFTY": (30, 600), "FINNIFTY": (60, 1_800),
    "MIDCPNIFTY": (120, 2_800), "NIFTYNXT50": (25, 600), "SENSEX": (20, 1_000),
    "BANKEX": (30, 900),
  ]

  /// The largest order of everything else.
  static let freezeDefault: Int64 = 1_000_000

  /// The price step of a share or a future at a price level, in millionths.
  static func increment(price: Int64, isIndexFuture: Bool) -> Int64 {
    let rupees = price / 1_000_000
    if isIndexFuture { return rupees < 15_000 ? 50_000 : rupees <= 30_000 ? 100_000 : 200_000 }
    switch rupees {
    case ..<250: return 10_000
    case ..<1_000: return 50_000
    case ..<5_000: return 100_000
    case ..<10_000: return 500_000
    case ..<20_000: return 1_000_000
    default: return 5_000_000
    }
  }
}
