import Market
import Money

/// Numbers and times the way people in India read them.
enum Figures {
  /// Stands for a value that is undefined.
  static let undefined = "—"

  /// A count with Indian digit grouping: `2,41,161`.
  static func count(_ number: Int64) -> String { IndianGrouping.grouped(String(number)) }

  /// An amount rounded to the paisa, with rupee sign and grouping: `₹4,44,972.50`.
  static func rupees(_ amount: Amount) -> String {
    let text = IndianGrouping.grouped(paise(amount))
    return text.hasPrefix("-") ? "-₹" + text.dropFirst() : "₹" + text
  }

  /// An amount as ``rupees(_:)`` with a sign in front of gains too: `+₹3.00`.
  static func signedRupees(_ amount: Amount) -> String {
    (amount > .zero ? "+" : "") + rupees(amount)
  }

  /// A price with grouping and exactly the decimals it has, at least two.
  static func price(_ price: Price) -> String { IndianGrouping.grouped(price.description) }

  /// A percentage with two decimals: `-5.29 %`.
  static func percent(_ number: RoundedNumber?) -> String {
    number.map { $0.twoDecimals + " %" } ?? undefined
  }

  /// A percentage with a sign in front of gains too: `+5.29 %`.
  static func signedPercent(_ number: RoundedNumber) -> String {
    (number > .zero ? "+" : "") + percent(number)
  }

  /// A ratio with two decimals.
  static func ratio(_ number: RoundedNumber?) -> String {
    number.map { IndianGrouping.grouped($0.twoDecimals) } ?? undefined
  }

  /// A span of time in its two largest units: `6 h 29 min`, `4 min 5 s`, `0.3 s`.
  static func span(milliseconds: Int128) -> String {
    let seconds = milliseconds / 1_000
    switch seconds {
    case ..<1: return "\(milliseconds) ms"
    case ..<60:
      return RoundedNumber(millionths: milliseconds * 1_000).twoDecimals + " s"
    case ..<3_600: return "\(seconds / 60) min \(seconds % 60) s"
    case ..<86_400: return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
    default: return "\(seconds / 86_400) d \(seconds % 86_400 / 3_600) h"
    }
  }

  /// A quantity of memory in mebibytes: `24.1 MiB`.
  static func mebibytes(_ bytes: Int64) -> String {
    let tenths = roundedHalfAway(Int128(bytes) * 10, dividedBy: 1_048_576)
    return "\(tenths / 10).\(tenths % 10) MiB"
  }

  /// A date and a time of day: `08 Oct 2013 19:00:00`.
  static func moment(_ time: EventTime) -> String {
    let civil = IndianTime(time)
    return "\(day(civil.date)) \(civil.clockText)"
  }

  /// A date: `08 Oct 2013`.
  static func day(_ date: CivilDate) -> String {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return "\(padded(date.day, 2)) \(months[date.month - 1]) \(date.year)"
  }

  private static func paise(_ amount: Amount) -> String {
    let rounded = roundedHalfAway(
      Int128(amount.micros), dividedBy: Int128(Amount.microsPerPaisa))
    return RoundedNumber(millionths: rounded * Int128(Amount.microsPerPaisa)).description
  }
}

extension Ink {
  /// Green for a gain, red for a loss.
  static func ofSign(_ amount: Amount) -> Ink {
    if amount == .zero { return .plain }
    return amount > .zero ? .green : .red
  }
}
