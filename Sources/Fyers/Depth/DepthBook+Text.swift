extension DepthBook {
  /// The book as the JSON text of the official client's object.
  public var officialText: String {
    let prices = { (side: Side) in list(side.prices.map(Self.rupees)) }
    return """
      {"tbq": \(totalBuyQuantity), "tsq": \(totalSellQuantity), \
      "bidprice": \(prices(bids)), "askprice": \(prices(asks)), \
      "bidqty": \(list(bids.quantities)), "askqty": \(list(asks.quantities)), \
      "bidordn": \(list(bids.orders)), "askordn": \(list(asks.orders)), \
      "snapshot": \(isSnapshot), "timestamp": \(feedTime), "sendtime": \(sendTime), \
      "seqNo": \(sequenceNumber)}
      """
  }

  private func list(_ values: [some CustomStringConvertible]) -> String {
    "[\(values.map(\.description).joined(separator: ", "))]"
  }

  /// Paise as the double of rupees that the official client divides them into.
  private static func rupees(_ paise: Int64) -> String {
    guard paise.magnitude >= 1 << 53 else { return PythonNumber.text(Double(paise) / 100) }
    return PythonNumber.text(Double("\(paise)e-2") ?? 0)
  }
}
