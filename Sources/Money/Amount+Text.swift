extension Amount: CustomStringConvertible {
  /// An amount from decimal text with at most six decimals; nil when the whole text is not one.
  public init?(parsing text: some StringProtocol) {
    guard let micros = DecimalText.parse(text, decimals: 6) else { return nil }
    self.init(micros: micros)
  }

  /// The exact decimal text, with at least two decimals: `444972.50`.
  public var description: String {
    DecimalText.format(micros, decimals: 6, minimumDecimals: 2)
  }

  /// The exact text with a rupee sign and Indian digit grouping: `₹1,00,000.00`, `-₹77.48`.
  public var rupeeText: String {
    let text = IndianGrouping.grouped(description)
    return text.hasPrefix("-") ? "-₹" + text.dropFirst() : "₹" + text
  }
}

extension Price: CustomStringConvertible {
  /// A price from decimal text with at most six decimals; nil when the whole text is not one.
  ///
  /// Zero and negative prices are accepted here; whoever reads a quote refuses them by name.
  public init?(parsing text: some StringProtocol) {
    guard let micros = DecimalText.parse(text, decimals: 6) else { return nil }
    self.init(micros: micros)
  }

  /// The exact decimal text, with at least two decimals: `549.75`.
  public var description: String {
    DecimalText.format(micros, decimals: 6, minimumDecimals: 2)
  }

  /// The exact text with a rupee sign and Indian digit grouping: `₹1,00,000.00`.
  public var rupeeText: String { Amount(micros: micros).rupeeText }
}

extension CommissionRate: CustomStringConvertible {
  /// The exact decimal text, at least one decimal: `0.0005`.
  public var description: String {
    DecimalText.format(nanos, decimals: 9, minimumDecimals: 1)
  }
}
