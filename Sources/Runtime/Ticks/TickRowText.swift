import Market
import Money
import Recording
import Reporting

/// Ticks as rows of `sauda ticks head`.
struct TickRowText {
  /// How much the file keeps of a tick: quantities that it has no place for get no column.
  let width: RecordWidth

  /// The names of the columns.
  var header: String {
    let optional = ["ltq", "bid_qty", "ask_qty", "oi"].prefix(quantityCount)
    return (["time", "symbol", "bid", "ask", "ltp", "volume"] + optional).joined(separator: ",")
  }

  /// The row of a tick: `-` where nobody quotes, an empty cell where a quantity is unknown.
  func text(_ tick: Tick, symbol: String) -> String {
    let quantities = [
      tick.lastQuantity, tick.bidQuantity, tick.askQuantity, tick.openInterest,
    ].prefix(quantityCount)
    let cells = [
      IndianTime(tick.time).iso8601, SafeText.escaped(symbol), Self.text(side: tick.bid),
      Self.text(side: tick.ask), "\(tick.ltp)", "\(tick.volume)",
    ]
    return (cells + quantities.map { $0 == Tick.unknown ? "" : "\($0)" }).joined(separator: ",")
  }

  private var quantityCount: Int {
    switch width {
    case .narrow: 0
    case .traded: 1
    case .quoted: 3
    case .full: 4
    }
  }

  private static func text(side: Price) -> String { side == .zero ? "-" : "\(side)" }
}
