import Trading

/// The orders of a session as CSV, one row each, with the fields of the report.
public enum OrderExport {
  /// The first line, with its line feed.
  public static let header =
    "order_id,symbol,side,quantity,executed_price,timestamp,commission,realized_pnl,"
    + "status,reason,tag,source\n"

  /// Writes the header and the orders of all tables, in the order of the account's counter.
  public static func write(_ tables: [OrderTable], to sink: any ByteSink) throws(OutputError) {
    var output = PieceBuffer(sink: sink)
    try output.write { $0.append(contentsOf: header.utf8) }
    var writers = tables.map { OrderRowWriter($0, .csv) }
    var orders = OrderMerge(tables)
    while let (table, order) = orders.next() {
      try output.write { writers[table].append(order, to: &$0) }
    }
    try output.flush()
  }
}
