public import Reporting

/// The account at one moment.
public struct PortfolioState: Sendable, Equatable {
  /// The totals.
  public var account: AccountReport
  /// The open positions, in the order of their symbols.
  public var positions: [PositionReport]

  /// An account from its parts.
  public init(account: AccountReport, positions: [PositionReport]) {
    self.account = account
    self.positions = positions
  }
}
