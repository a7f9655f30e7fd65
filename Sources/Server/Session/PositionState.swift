public import Market
public import Money
public import Reporting

/// What the account holds of one symbol, and what guards it.
public struct PositionState: Sendable, Equatable {
  /// One who holds it, with what guards that part.
  public struct Holder: Sendable, Equatable {
    /// The script's name and its position.
    public var share: AccountPosition.Share
    /// The stop in force; nil without one.
    public var stop: Price?
    /// The nearest take-profit; nil without one.
    public var target: Price?
    /// When the position began.
    public var openedAt: EventTime?

    /// A holder from the parts.
    public init(
      share: AccountPosition.Share, stop: Price? = nil, target: Price? = nil,
      openedAt: EventTime? = nil
    ) {
      self.share = share
      self.stop = stop
      self.target = target
      self.openedAt = openedAt
    }
  }

  /// Those who hold it, one or more, in the order of the command line.
  public let holders: [Holder]
  /// The account's total.
  public let position: AccountPosition

  /// The state of what some hold, one or more, all of the same symbol.
  public init(_ holders: [Holder]) {
    self.holders = holders
    position = AccountPosition(holders.map(\.share))
  }

  /// The stop in force; nil without one, and when several hold the symbol, each with its own.
  public var stop: Price? { only?.stop }

  /// The nearest take-profit; nil without one, and when several hold the symbol, each with its own.
  public var target: Price? { only?.target }

  /// When the first of those who hold it began to.
  public var openedAt: EventTime? { holders.compactMap(\.openedAt).min() }

  /// The strategy that holds it; nil when it was opened by hand, and when several hold it.
  public var strategy: String? { only?.share.strategy }

  private var only: Holder? { holders.count == 1 ? holders[0] : nil }
}
