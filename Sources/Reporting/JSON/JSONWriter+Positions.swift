/// Positions, which reports and the API show alike.
extension JSONWriter {
  /// The fields of one script's position.
  package mutating func positionFields(_ position: PositionReport) {
    field("quantity", position.quantity)
    field("avg_buy_price", position.averagePrice)
    field("current_price", position.currentPrice)
    field("unrealized_pnl", position.unrealizedPnL)
    field("unrealized_pnl_percent", position.unrealizedPnLPercent)
  }

  /// The fields of an account's position, but for what each script has of it.
  package mutating func positionFields(_ position: AccountPosition) {
    field("quantity", position.quantity)
    field("avg_buy_price", position.averagePrice)
    field("current_price", position.currentPrice)
    field("unrealized_pnl", position.unrealizedPnL)
    field("unrealized_pnl_percent", position.unrealizedPnLPercent)
  }

  /// An account's position by its symbol, with what each script has of it.
  package mutating func position(_ position: AccountPosition) {
    beginObject(position.symbol, layout: .inline)
    positionFields(position)
    beginObject("strategies", layout: .inline)
    for share in position.shares {
      guard let strategy = share.strategy else { continue }
      beginObject(strategy, layout: .inline)
      positionFields(share.position)
      end()
    }
    end()
    end()
  }
}
