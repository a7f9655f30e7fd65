public import Money

/// What a fill is charged, as a fixed list of named amounts.
///
/// The list has a place for every charge a schedule knows, so that a fill needs no memory of its own for it.
public struct Charges: Equatable, Sendable {
  /// A charge by its name.
  public enum Name: Int, Sendable, CaseIterable {
    /// The broker's commission.
    case commission

    /// The word of reports.
    public var text: String {
      switch self {
      case .commission: "commission"
      }
    }
  }

  /// The broker's commission, zero or positive.
  public var commission: Amount

  /// Charges that are a commission and nothing else; without more, none at all.
  public init(commission: Amount = .zero) { self.commission = commission }

  /// A charge by its name; O(1).
  public subscript(name: Name) -> Amount {
    switch name {
    case .commission: commission
    }
  }

  /// What the fill is charged in all.
  ///
  /// - Throws: ``MoneyError/overflow``.
  @inline(__always)
  public func total() throws(MoneyError) -> Amount { commission }
}

/// What decides the charges of a fill.
///
/// Flat: a commission that is a share of the value, rounded half up to the paisa.
public struct ChargeSchedule: Equatable, Sendable {
  /// The commission.
  public let commission: CommissionRate

  /// The guide's: 0.0005 of the value.
  public static let standard = ChargeSchedule(commission: .standard)

  /// A flat schedule.
  public init(commission: CommissionRate) { self.commission = commission }

  /// The charges of a fill.
  ///
  /// - Parameter value: Price times quantity, zero or positive.
  /// - Returns: The charges, in whole paise.
  /// - Throws: ``MoneyError/overflow``.
  @inline(__always)
  public func charges(on value: Amount) throws(MoneyError) -> Charges {
    Charges(commission: try commission.charge(on: value))
  }
}
