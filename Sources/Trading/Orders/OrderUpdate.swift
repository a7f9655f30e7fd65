public import Money

/// What an exchange says about one order: the only thing that moves an order through its life.
public struct OrderUpdate: Equatable, Sendable {
  /// What happened.
  public enum News: Equatable, Sendable {
    /// Units were dealt at a price.
    case filled(units: Int64, price: Price)
    /// What was left is taken back.
    case cancelled
    /// It was refused, or what was left of it.
    case rejected(Denial)
    /// The oldest change asked for is in force.
    case changed
    /// The oldest change asked for was refused; the terms stay as they are.
    case changeRejected(Denial)
    /// The cancellation asked for was refused; the order works on.
    case cancelRejected(Denial)
    /// No answer came: its fate is unknown.
    case lost
    /// It was found working after it had been lost.
    case found
  }

  /// The order's place in its desk's list.
  public var order: Int
  /// What happened to it.
  public var news: News

  /// An update.
  public init(order: Int, _ news: News) {
    self.order = order
    self.news = news
  }
}
