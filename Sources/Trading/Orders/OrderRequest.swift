public import Market

/// What a script, the API or the operator asks for.
public struct OrderRequest: Sendable {
  /// Which way.
  public var side: OrderSide
  /// Of what.
  public var instrument: InstrumentID
  /// How many units.
  public var quantity: RequestedQuantity
  /// How it finds its price.
  public var type: OrderType
  /// The limit, for types that have one.
  public var price: RequestedPrice?
  /// The trigger, for types that have one.
  public var trigger: RequestedPrice?
  /// The asker's label, at most 64 bytes.
  public var tag: String
  /// The protection of the position it opens or increases.
  public var protection: ProtectionRequest? {
    get { planned?.request }
    set { planned = newValue.map { PlannedProtection($0) } }
  }
  /// Who asks.
  public var reason: OrderReason
  /// Where it was asked: `file.lua:12`.
  public var source: String
  /// Whether resting exits of the symbol are cancelled for it (`close()`).
  public var cancelsRestingExits: Bool
  /// Whether it opens the other side after a closing request of the same callback (`target()`).
  public var opensAfterClose: Bool
  /// The protection, kept aside.
  var planned: PlannedProtection?

  /// A request; without more, a market order of a script.
  public init(
    side: OrderSide, instrument: InstrumentID, quantity: RequestedQuantity,
    type: OrderType = .market, price: RequestedPrice? = nil, trigger: RequestedPrice? = nil,
    tag: String = "", protection: ProtectionRequest? = nil, reason: OrderReason = .script,
    source: String = "", cancelsRestingExits: Bool = false,
    opensAfterClose: Bool = false
  ) {
    self.side = side
    self.instrument = instrument
    self.quantity = quantity
    self.type = type
    self.price = price
    self.trigger = trigger
    self.tag = tag
    self.planned = protection.map { PlannedProtection($0) }
    self.reason = reason
    self.source = source
    self.cancelsRestingExits = cancelsRestingExits
    self.opensAfterClose = opensAfterClose
  }
}
