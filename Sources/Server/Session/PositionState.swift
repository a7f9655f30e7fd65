public import Market
public import Money
public import Reporting

/// An open position with what guards it.
public struct PositionState: Sendable, Equatable {
  /// The position.
  public var position: PositionReport
  /// The stop in force; nil without one.
  public var stop: Price?
  /// The nearest take-profit; nil without one.
  public var target: Price?
  /// When the position began.
  public var openedAt: EventTime?
  /// The strategy that holds it; nil when it was opened by hand.
  public var strategy: String?

  /// A position from its parts.
  public init(
    position: PositionReport, stop: Price? = nil, target: Price? = nil,
    openedAt: EventTime? = nil, strategy: String? = nil
  ) {
    self.position = position
    self.stop = stop
    self.target = target
    self.openedAt = openedAt
    self.strategy = strategy
  }
}
