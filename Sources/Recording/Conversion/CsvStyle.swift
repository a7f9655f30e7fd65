import Market

/// How ticks are written as CSV: what a recording keeps of the file it was made from, so that it can
/// be turned back into the same bytes.
struct CsvStyle: Equatable {
  /// The columns in order, by the names in the header.
  var names: [String]
  /// The unit of all times; nil when each time has the coarsest it can.
  var timeUnit: TimeUnit?
  /// Decimals a price has at least.
  var priceDecimals: Int

  /// The columns every file has by default.
  static let commonNames = ["time", "symbol", "bid", "ask", "ltp", "volume"]
  /// The columns that are only written when a tick needs them.
  static let optionalColumns: [CsvColumn] = [.ltq, .bidQuantity, .askQuantity, .openInterest]

  /// The canonical style: ms where that is exact, prices with at least two decimals.
  init(names: [String] = CsvStyle.commonNames, timeUnit: TimeUnit? = nil, priceDecimals: Int = 2) {
    self.names = names
    self.timeUnit = timeUnit
    self.priceDecimals = priceDecimals
  }

  /// The columns in order.
  var columns: [CsvColumn] {
    names.compactMap { name in
      Array(name.utf8).withUnsafeBytes { CsvColumn(headerCell: $0) }
    }
  }

  /// Adds columns that ticks need and that are not there.
  mutating func add(_ needed: Set<CsvColumn>) {
    let present = columns
    for column in CsvColumn.allCases where needed.contains(column) && !present.contains(column) {
      names.append(column.rawValue)
    }
  }

  /// The metadata of a recording that says so.
  var metadata: [(key: String, value: String)] {
    [
      ("csv.columns", names.joined(separator: ",")), ("csv.time", timeUnit?.rawValue ?? "any"),
      ("csv.decimals", String(priceDecimals)),
    ]
  }

  /// Takes an entry of a recording's metadata into account, when it is one of these.
  mutating func apply(metadata key: String, _ value: String) {
    switch key {
    case "csv.columns":
      let known = CsvStyle(names: value.split(separator: ",").map(String.init))
      let columns = known.columns
      // What does not make a readable file is not taken over.
      guard columns.count == known.names.count, Set(columns).count == columns.count,
        columns.contains(.time), columns.contains(.symbol),
        columns.contains(.ltp) || columns.contains(.bid),
        columns.contains(.bid) == columns.contains(.ask)
      else { return }
      names = known.names
    case "csv.time": timeUnit = TimeUnit(rawValue: value)
    case "csv.decimals": priceDecimals = Int(value).map { min(max($0, 0), 6) } ?? 2
    default: break
    }
  }
}
