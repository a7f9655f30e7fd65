import Trading

/// The orders of several tables in the order of the account's counter.
///
/// Each table is in that order already, so that nothing is gathered and sorted.
struct OrderMerge {
  /// Rows after which those that were read are taken out of the way.
  private static let settledRows = 32_768

  private let tables: [OrderTable]
  private var places: [Int]

  /// All orders of the tables, from the first on.
  init(_ tables: [OrderTable]) {
    self.tables = tables
    places = Array(repeating: 0, count: tables.count)
  }

  /// The next order and the place of its table; nil after the last.
  mutating func next() -> (table: Int, order: Order)? {
    var first: (table: Int, order: Order)?
    for table in tables.indices where places[table] < tables[table].count {
      let order = tables[table].order(places[table])
      if let known = first, known.order.number <= order.number { continue }
      first = (table, order)
    }
    guard let first else { return nil }
    places[first.table] += 1
    if places[first.table] % Self.settledRows == 0 { tables[first.table].settle() }
    return first
  }

  /// The rows of the last orders of tables, newest last.
  static func last(_ limit: Int, of tables: [OrderTable]) -> [OrderReport] {
    var ends = tables.map(\.count)
    var rows: [OrderReport] = []
    while rows.count < limit {
      let candidates = tables.indices.filter { ends[$0] > 0 }
      let newest = candidates.max {
        tables[$0].order(ends[$0] - 1).number < tables[$1].order(ends[$1] - 1).number
      }
      guard let newest else { break }
      ends[newest] -= 1
      rows.append(tables[newest][ends[newest]])
    }
    return rows.reversed()
  }
}
