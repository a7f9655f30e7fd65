import Money

extension CivilDate {
  /// A date from `YYYY-MM-DD`; nil when the whole text is not one.
  public init?(parsing text: some StringProtocol) {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "-"), maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2 else {
      return nil
    }
    guard let year = DecimalText.parse(bytes: parts[0], decimals: 0),
      let month = DecimalText.parse(bytes: parts[1], decimals: 0),
      let day = DecimalText.parse(bytes: parts[2], decimals: 0)
    else { return nil }
    self.init(year: Int(year), month: Int(month), day: Int(day))
  }
}
