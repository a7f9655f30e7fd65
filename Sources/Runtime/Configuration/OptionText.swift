import Market
import Money

/// Options that several verbs share, from text.
enum OptionText {
  /// The commission: the option, the configuration, or the standard rate.
  ///
  /// - Throws: ``Stop`` with exit code 64.
  static func rate(_ option: String?, _ configuration: Configuration) throws(Stop)
    -> CommissionRate
  {
    let text = option ?? configuration.text("COMMISSION_RATE") ?? "0.0005"
    guard let rate = CommissionRate(parsing: text) else {
      throw Stop(
        .usage,
        "--commission-rate: expected a share from 0 to 1 with at most nine decimals, was \(text)")
    }
    return rate
  }

  /// Price increments by symbol, from `SYMBOL=0.05`.
  ///
  /// - Throws: ``Stop`` with exit code 64.
  static func increments(_ texts: [String]) throws(Stop) -> [String: Price] {
    var result: [String: Price] = [:]
    for text in texts {
      guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
        let price = Price(parsing: text[text.index(after: equals)...]), price > .zero
      else {
        throw Stop(.usage, "--increment: expected SYMBOL=0.05, was \(text)")
      }
      result[String(text[..<equals])] = price
    }
    return result
  }
}
