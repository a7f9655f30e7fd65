public import Market
public import Money

/// A call of a script that failed for a reason outside of the script's text: its process died, hung,
/// or was too slow on that machine.
public struct LostCall: Equatable, Sendable {
  /// The script.
  public var script: Int
  /// The number of the call among the script's calls of one event, from 0.
  public var call: Int
  /// How it failed.
  public var failure: ScriptFailure
  /// Whether the script is gone with it, so that it hears of nothing until it is started again.
  public var isGone: Bool
  /// The exits that it had asked for, in order; they are carried out all the same.
  public var exits: [KeptExit]
  /// What the script keeps after the event, if its handler of errors has changed that; nil: it has not.
  public var tables: [UInt8]?

  /// A lost call.
  public init(
    script: Int, call: Int, failure: ScriptFailure, isGone: Bool, exits: [KeptExit] = [],
    tables: [UInt8]? = nil
  ) {
    self.script = script
    self.call = call
    self.failure = failure
    self.isGone = isGone
    self.exits = exits
    self.tables = tables
  }
}

/// An exit that a callback had asked for, and that is carried out though the callback failed.
public struct KeptExit: Equatable, Sendable {
  /// Which way.
  public var side: OrderSide
  /// Of what.
  public var instrument: InstrumentID
  /// Units, above zero.
  public var quantity: Int64
  /// How it finds its price.
  public var type: OrderType
  /// The limit, on the grid; nil for types without one.
  public var price: Price?
  /// The trigger, on the grid; nil for types without one.
  public var trigger: Price?
  /// How long it works.
  public var validity: OrderValidity
  /// Whether it may wait for the symbol's next continuous trading.
  public var waitsForOpen: Bool
  /// Whether resting exits of the symbol are cancelled for it (`close()`).
  public var cancelsRestingExits: Bool
  /// The script's label.
  public var tag: String
  /// Where it was asked: `file.lua:12`.
  public var source: String
  /// Whether the callback had taken it back.
  public var isTakenBack: Bool

  /// A market order for the day; the rest may be set afterwards.
  public init(side: OrderSide, instrument: InstrumentID, quantity: Int64, source: String) {
    self.side = side
    self.instrument = instrument
    self.quantity = quantity
    self.source = source
    type = .market
    validity = .day
    waitsForOpen = false
    cancelsRestingExits = false
    tag = ""
    isTakenBack = false
  }

  /// The same as a script asks for it.
  var request: OrderRequest {
    var request = OrderRequest(
      side: side, instrument: instrument, quantity: .whole(quantity), type: type,
      price: price.map { RequestedPrice($0) }, trigger: trigger.map { RequestedPrice($0) },
      tag: tag, source: source, cancelsRestingExits: cancelsRestingExits)
    request.validity = validity
    request.waitsForOpen = waitsForOpen
    return request
  }
}

extension Desk {
  /// The exits that the running callback has asked for so far, as they stand now.
  public var stagedExits: [KeptExit] {
    var taken: Set<Int> = []
    for case .cancel(let index) in script.staged { taken.insert(index) }
    return script.staged.compactMap { action in
      guard let staged = action.order, !staged.approved.isEntry else { return nil }
      let approved = staged.approved
      let order = orders[staged.index]
      var exit = KeptExit(
        side: approved.side, instrument: approved.instrument, quantity: approved.quantity,
        source: texts[order.source])
      exit.type = approved.type
      exit.price = approved.price
      exit.trigger = approved.trigger
      exit.validity = approved.validity
      exit.waitsForOpen = approved.waitsForOpen
      exit.cancelsRestingExits = approved.cancelsRestingExits
      exit.tag = texts[order.tag]
      exit.isTakenBack = taken.contains(staged.index)
      return exit
    }
  }

  /// Asks for the exits of a call that was lost elsewhere, as the call did before.
  ///
  /// What an exit needs of the gate does not depend on the rest of what the call asked for, so that the gate
  /// gives the same answers.
  ///
  /// - Parameter exits: What ``stagedExits`` gave there; the call fails here, too.
  public mutating func ask(again exits: [KeptExit]) {
    for exit in exits where isKnown(exit.instrument) {
      guard case .approved(let index, _) = place(exit.request), exit.isTakenBack else { continue }
      _ = cancel(order: index, source: exit.source)
    }
  }
}
