public import Money
public import Trading

/// What a whole account holds of one symbol: the total, and what each script has of it.
///
/// Several scripts may hold one symbol, each at a price of its own, and not all on the same side.
public struct AccountPosition: Equatable, Sendable {
  /// What one script holds.
  public struct Share: Equatable, Sendable {
    /// The script's name; nil when no script holds it but a person.
    public var strategy: String?
    /// Its position.
    public var position: PositionReport

    /// A share from its parts.
    public init(strategy: String?, position: PositionReport) {
      self.strategy = strategy
      self.position = position
    }
  }

  /// The shares, one or more, in the order of the command line.
  public let shares: [Share]

  /// The position of those who hold a symbol.
  ///
  /// - Parameter shares: One or more, all of the same symbol.
  public init(_ shares: [Share]) {
    precondition(!shares.isEmpty, "a position is held by somebody")
    self.shares = shares
  }

  /// The instrument.
  public var symbol: String { shares[0].position.symbol }

  /// Units held, the sum of the shares with their signs, held at the ends of the range.
  ///
  /// Zero when longs and shorts are equal, which is not the same as flat.
  public var quantity: Int64 { Int64(clamping: exactQuantity) }

  /// The cost of one unit: the sum of the costs over the sum of the quantities, rounded half away
  /// from zero to a millionth; nil when longs and shorts are equal.
  ///
  /// A short's cost counts against a long's. Where all hold the same side this is their average
  /// price; where they do not, it is the last price at which the account would make nothing and
  /// lose nothing, so that `unrealizedPnL` is always (last price − average) × quantity. It may lie
  /// outside the prices paid, and below zero.
  public var averagePrice: Price? {
    let quantity = exactQuantity
    guard quantity != 0 else { return nil }
    let cost = sum { $0.quantity < 0 ? -Int128($0.cost.micros) : Int128($0.cost.micros) }
    let exact = roundedHalfAway(
      quantity < 0 ? -cost : cost, dividedBy: Int128(quantity.magnitude))
    return Price(micros: Int64(clamping: exact))
  }

  /// The last traded price.
  public var currentPrice: Price { shares[0].position.currentPrice }

  /// What closing everything at the last traded price would add, held at the ends of the range.
  public var unrealizedPnL: Amount {
    Amount(micros: Int64(clamping: sum { Int128($0.unrealizedPnL.micros) }))
  }

  /// The unrealized profit in percent of what longs cost and shorts were sold for; zero when that is
  /// nothing.
  public var unrealizedPnLPercent: RoundedNumber {
    RoundedNumber(
      sum { Int128($0.unrealizedPnL.micros) } * 100, over: sum { Int128($0.cost.micros) }) ?? .zero
  }

  private var exactQuantity: Int128 { sum { Int128($0.quantity) } }

  private func sum(_ part: (PositionReport) -> Int128) -> Int128 {
    shares.reduce(0) { $0 + part($1.position) }
  }
}

extension AccountPosition {
  /// The positions of an account, each symbol once, in the order in which the symbols first come.
  ///
  /// - Parameter shares: What each script holds, script by script.
  /// - Returns: The positions.
  public static func all(of shares: some Sequence<Share>) -> [AccountPosition] {
    var places: [String: Int] = [:]
    var groups: [[Share]] = []
    for share in shares {
      if let place = places[share.position.symbol] {
        groups[place].append(share)
      } else {
        places[share.position.symbol] = groups.count
        groups.append([share])
      }
    }
    return groups.map { AccountPosition($0) }
  }
}

extension PositionReport {
  /// A position as the books show it.
  public init(_ view: PositionView, symbol: String) {
    self.init(
      symbol: symbol, quantity: view.quantity, cost: view.cost,
      currentPrice: view.lastPrice ?? .zero, unrealizedPnL: view.unrealized)
  }
}
