import Trading

/// The orders of a session as CSV, one row each, with the fields of the report.
public enum OrderExport {
  /// The first line, with its line feed.
  public static let header =
    "order_id,symbol,side,quantity,executed_price,timestamp,commission,realized_pnl,"
    + "status,reason,tag,source\n"

  /// Writes the header and the orders, in the order given.
  public static func write(_ orders: [OrderReport], to sink: any ByteSink) throws(OutputError) {
    var output = PieceBuffer(sink: sink)
    try output.write(Array(header.utf8))
    var row = CSVRow()
    for order in orders {
      row.add(order.orderID)
      row.add(order.symbol)
      row.add(order.side.text)
      row.add(order.quantity)
      row.add(order.executedPrice)
      row.add(order.timestamp)
      row.add(order.commission)
      row.add(order.realizedPnL)
      row.add(order.status)
      row.add(order.reason)
      row.add(order.tag)
      row.add(order.source ?? "")
      try output.write(row.finish())
    }
    try output.flush()
  }
}
