import Money
import Reporting
import Trading

/// The guide's sentences about trades.
enum TradeText {
  /// `✅ BUY EXECUTED: …` or `✅ SELL EXECUTED: …`.
  static func executed(_ trade: ExecutedTrade) -> String {
    let what =
      "✅ \(trade.side.text) EXECUTED: \(trade.quantity) \(SafeText.escaped(trade.symbol)) @ "
      + rupees(trade.executedPrice)
    switch trade.side {
    case .buy:
      return "\(what) (Total: \(rupees(trade.value)) + Commission: \(rupees(trade.commission)))"
    case .sell:
      let percent = RoundedNumber.percentage(of: trade.realizedPnL, in: trade.costOfClosed)
      return "\(what) | Proceeds: \(rupees(trade.proceeds)) | "
        + "P&L: \(rupees(trade.realizedPnL)) (\(percent.twoDecimals)%)"
    }
  }

  /// An order that waits for its fill.
  static func pending(_ order: OrderReport, quantity: String) -> String {
    "⏳ \(order.side.text) ACCEPTED: \(quantity) \(SafeText.escaped(order.symbol)), "
      + "\(order.orderID) waits for its fill"
  }

  /// `₹4,44,972.50`; a loss is `₹-77.48`, as the guide writes it.
  static func rupees(_ amount: Amount) -> String {
    "₹" + IndianGrouping.grouped(amount.description)
  }

  private static func rupees(_ price: Price) -> String { rupees(Amount(micros: price.micros)) }
}
