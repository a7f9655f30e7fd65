import Money

/// What a session of scripts is run with, whether its ticks are live or recorded.
struct SessionTerms: Sendable {
  /// Paths of the scripts; none for trades by hand alone.
  var scripts: [String]
  /// The cash.
  var cash: CashAllocation
  /// The commission.
  var commissionRate: CommissionRate
  /// Parameters, as `name=value` or `NAME.name=value`.
  var parameters: [String]
  /// Nanoseconds between an order and its fill.
  var latencyNanoseconds: Int64
  /// Nanoseconds after which a price is too old to enter on.
  var stalenessNanoseconds: Int64
  /// Nanoseconds after which an entry that finds nobody to deal with is taken back.
  var orderTimeoutNanoseconds: Int64 = 10_000_000_000
  /// The seed of `math.random`.
  var seed: UInt64
  /// Price increments by symbol.
  var increments: [String: Price]
  /// Whether the Indian calendar applies.
  var usesCalendar: Bool
  /// Lots by symbol.
  var lots: [String: Int64] = [:]
  /// Path of a symbol master; nil: none was given.
  var masterPath: String?
  /// What corrects the calendar.
  var corrections = CalendarCorrections()
}

/// The same as text, as the command line gives it to a live session and to a replay.
public struct TermsRequest: Sendable {
  /// Paths of the scripts.
  public var scripts: [String] = []
  /// Values of `--cash`.
  public var cash: [String] = []
  /// `--commission-rate`.
  public var commissionRate: String?
  /// Values of `--param`.
  public var parameters: [String] = []
  /// Values of `--increment`.
  public var increments: [String] = []
  /// Values of `--lot`.
  public var lots: [String] = []
  /// `--instruments`.
  public var masterPath: String?
  /// `--calendar`; nil for what suits the session.
  public var calendar: String?
  /// `--staleness`; nil for what the configuration says.
  public var staleness: String?
  /// `--json`.
  public var isJSON = false

  /// A request for nothing yet.
  public init() {}

  /// Nanoseconds after which a price is too old to enter on.
  ///
  /// - Throws: ``Stop`` with exit code 64.
  func staleness(_ configuration: Configuration) throws(Stop) -> Int64 {
    if let staleness {
      return try DurationText.nanoseconds(staleness, option: "--staleness")
    }
    return try configuration.nanoseconds("MAX_PRICE_STALENESS", standard: "30s")
  }
}

/// How a session's cash is given to its scripts.
enum CashAllocation: Equatable, Sendable {
  /// One sum, divided evenly down to the paisa; the first script gets what remains.
  case even(Amount)
  /// A sum for each script by name.
  case named([String: Amount])
  /// The same, as the recording of a session says it.
  case recorded([String: Amount], path: String)

  /// Reads the values of `--cash`: one amount, or `NAME=AMOUNT` for every script.
  ///
  /// - Throws: ``Stop`` with exit code 64.
  static func parse(_ texts: [String], standard: Amount) throws(Stop) -> CashAllocation {
    guard let first = texts.first else { return .even(standard) }
    if texts.count == 1, !first.contains("=") { return .even(try amount(first)) }
    var sums: [String: Amount] = [:]
    for text in texts {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw Stop(.usage, "--cash: expected one amount, or NAME=AMOUNT each time, was \(text)")
      }
      let name = String(text[..<equals])
      guard sums[name] == nil else {
        throw Stop(.usage, "--cash: \(name) was given twice")
      }
      sums[name] = try amount(String(text[text.index(after: equals)...]))
    }
    return .named(sums)
  }

  private static func amount(_ text: String) throws(Stop) -> Amount {
    guard let amount = Amount(parsing: text), amount >= .zero else {
      throw Stop(
        .usage, "--cash: expected rupees such as 500000 or 1000.50, zero or more, was \(text)")
    }
    return amount
  }

  /// The sums of scripts, in their order.
  ///
  /// - Throws: ``Stop`` with exit code 64 when the names do not match the scripts.
  func sums(for names: [String]) throws(Stop) -> [Amount] {
    switch self {
    case .even(let whole):
      let paise = whole.micros / Amount.microsPerPaisa
      let share = paise / Int64(max(1, names.count)) * Amount.microsPerPaisa
      let rest = whole.micros - share * Int64(max(0, names.count - 1))
      return names.indices.map { Amount(micros: $0 == 0 ? rest : share) }
    case .named(let sums):
      for name in sums.keys.sorted() where !names.contains(name) {
        throw Stop(.usage, "--cash: no script is named \(name)")
      }
      var result: [Amount] = []
      for name in names {
        guard let sum = sums[name] else {
          throw Stop(.usage, "--cash: expected an amount for every script, \(name) has none")
        }
        result.append(sum)
      }
      return result
    case .recorded(let sums, let path):
      guard Set(sums.keys) == Set(names) else {
        throw Stop(
          .badInput,
          "\(path): expected the scripts of the session, \(sums.keys.sorted().joined(separator: ", ")), "
            + "found \(names.sorted().joined(separator: ", ")); give them cash by --cash")
      }
      return names.compactMap { sums[$0] }
    }
  }
}
