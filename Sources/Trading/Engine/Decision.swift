public import Market
public import Money

/// One line of what the engine decided; the decision hash is made of these, in order.
///
/// Texts are numbers in the desk's ``TextPool``.
public struct Decision: Equatable, Sendable {
  /// What kind of decision.
  public enum Kind: UInt8, Codable, Sendable {
    case request
    case denial
    case fill
    case cancel
    case failure
    case stopLevel
    case targetLevel

    /// The word of the hash line.
    public var text: String {
      switch self {
      case .request: "request"
      case .denial: "denial"
      case .fill: "fill"
      case .cancel: "cancel"
      case .failure: "failure"
      case .stopLevel: "stop"
      case .targetLevel: "target"
      }
    }
  }

  /// The time of the event or the due moment it was made at.
  public var time: EventTime
  /// The number of the last tick.
  public var sequence: Int64
  /// The order's number in the account; 0 when it has none.
  public var number: Int32 = 0
  /// Of what.
  public var instrument: InstrumentID
  /// Units; nil when what was asked is no whole number.
  public var quantity: Int64?
  /// Limit, fill price or level.
  public var price: Price?
  /// Trigger.
  public var trigger: Price?
  /// Who asked, or why not; pooled.
  public var reason: TextPool.Index
  /// The asker's label, pooled.
  public var tag: TextPool.Index = 0
  /// What kind.
  public var kind: Kind
  /// Which way; nil for levels.
  public var side: OrderSide?
  /// How the order finds its price; nil for levels.
  public var type: OrderType?
  /// Fills the last word: the tail of a copy would overlap otherwise, and whoever reads it wait.
  private let filler: UInt8 = 0
}
