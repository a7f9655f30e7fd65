/// A column of a tick file that is understood (DESIGN.md §4 "Tick files").
enum CsvColumn: String, CaseIterable {
  case time
  case symbol
  case bid
  case ask
  case ltp
  case volume
  case ltq
  case bidQuantity = "bid_qty"
  case askQuantity = "ask_qty"
  case openInterest = "oi"

  /// The column a header cell names; nil when it names none of these.
  init?(headerCell: UnsafeRawBufferPointer) {
    guard headerCell.count <= 8 else { return nil }
    let name = String(decoding: headerCell, as: UTF8.self)
    self.init(rawValue: name == "last" ? "ltp" : name)
  }

  /// What a cell of this column must hold, for messages.
  var expectation: String {
    switch self {
    case .time: "a time from 1970 to 2262: a whole number of s, ms, µs or ns, or ISO 8601"
    case .symbol: "a symbol"
    case .bid, .ask, .ltp: "a price above zero with at most six decimals"
    case .volume, .ltq, .bidQuantity, .askQuantity, .openInterest: "a whole number from 0"
    }
  }
}
