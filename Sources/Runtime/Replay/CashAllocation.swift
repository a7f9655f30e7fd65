public import Money

/// How a replay's cash is given to its scripts.
public enum CashAllocation: Equatable, Sendable {
  /// One sum, divided evenly down to the paisa; the first script gets what remains.
  case even(Amount)
  /// A sum for each script by name.
  case named([String: Amount])

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
    }
  }
}
