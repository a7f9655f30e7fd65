import CLuaBridge
import Market
import Money
import Trading

/// Orders: `buy sell close target cancel modify pending` and what order tables read.
extension ScriptHost {
  /// `place(side, instrument, qty, type, price, trigger, tag, hasProtection, validity, when, product)`.
  func place(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let side: OrderSide = values.integer(0) == 1 ? .sell : .buy
    let verb = side == .buy ? "buy" : "sell"
    let desk = try orderDesk(verb)
    let instrument = try instrumentID(values, 1)
    var request = OrderRequest(
      side: side, instrument: instrument, quantity: try quantity(values, 2, verb))
    if values.count > 3 { try take(entryOptions: values, from: 3, verb, into: &request) }
    try submit(&request, desk, &reply)
  }

  /// `close(instrument, type, price, trigger, tag, validity, when)`.
  func closePosition(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try orderDesk("close")
    let instrument = try instrumentID(values, 0)
    let held = desk.pointee.seePosition(instrument).quantity
    let size = Int64(clamping: held.magnitude)
    var request = OrderRequest(
      side: held < 0 ? .buy : .sell, instrument: instrument, quantity: .whole(size))
    request.cancelsRestingExits = true
    if values.count > 1 {
      try take(options: values, from: 1, "close", into: &request)
      try take(waiting: values, from: 5, "close", into: &request)
    }
    try submit(&request, desk, &reply)
  }

  /// `target(instrument, qty, type, price, trigger, tag, hasProtection, validity, when, product)`.
  ///
  /// It answers the orders, at most two, that lead to the quantity; none when it is there already. The options
  /// are an entry's.
  func target(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try orderDesk("target")
    let instrument = try instrumentID(values, 0)
    let wanted = try quantity(values, 1, "target")
    guard let goal = wanted.wholeNumber else {
      var request = OrderRequest(side: .buy, instrument: instrument, quantity: wanted)
      try submit(&request, desk, &reply)
      return
    }
    let held = desk.pointee.seePosition(instrument).quantity
    let pending = desk.pointee.seePendingEntryQuantity(instrument)
    let plan = TargetPlan(goal: goal, held: held, pending: pending)
    var closing: Int?
    for (index, step) in plan.steps.enumerated() {
      // A second step opens the side that the first one closes its way to, and is sent once that has filled.
      var request = OrderRequest(
        side: step.side, instrument: instrument, quantity: .whole(step.quantity), follows: closing)
      let isExit = held != 0 && index == 0 && (held > 0) == (step.side == .sell)
      if isExit {
        try take(waiting: values, from: 7, "target", into: &request)
      } else {
        try take(entryOptions: values, from: 2, "target", into: &request)
      }
      if case .approved(let place, _) = try submit(&request, desk, &reply), isExit {
        closing = place
      }
    }
  }

  /// Reads `type, price, trigger, tag, hasProtection, validity, when, product` from a place on.
  private func take(
    entryOptions values: HostArguments, from first: Int, _ verb: String,
    into request: inout OrderRequest
  ) throws(HostRefusal) {
    try take(options: values, from: first, verb, into: &request)
    if values.boolean(first + 4) == true {
      request.protection = requests.protection
      request.protection?.source = currentSource()
    }
    try take(waiting: values, from: first + 5, verb, into: &request)
    if let word = values.text(first + 7) { request.product = Product(rawValue: word) }
  }

  /// Reads `validity, when` from a place on.
  private func take(
    waiting values: HostArguments, from first: Int, _ verb: String,
    into request: inout OrderRequest
  ) throws(HostRefusal) {
    if !values.isNil(first) {
      request.validity = try word(values, first, "\(verb): validity", OrderValidity.self)
    }
    if !values.isNil(first + 1) {
      request.waitsForOpen =
        try word(values, first + 1, "\(verb): when", OrderMoment.self) == .open
    }
  }

  /// One of the words of an option.
  private func word<Word: CaseIterable & RawRepresentable<String>>(
    _ values: HostArguments, _ index: Int, _ what: String, _ type: Word.Type
  ) throws(HostRefusal) -> Word {
    guard let text = values.text(index) else {
      throw HostRefusal("\(what): expected text, was \(values.kind(index))")
    }
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue)
      throw HostRefusal(
        "\(what): expected one of \(words.joined(separator: " ")), was '\(text.prefix(80))'"
          + Spelling.suggestion(for: text, among: words))
    }
    return word
  }

  /// The desk, for asking for an order: refused inside a rule.
  private func orderDesk(_ verb: String) throws(HostRefusal) -> UnsafeMutablePointer<Port> {
    guard !requests.areOfRule else {
      throw HostRefusal("\(verb): a rule cannot place orders: return exit(\"why\") or a stop price")
    }
    return try desk(verb)
  }

  /// Reads `type, price, trigger, tag` from a place on.
  private func take(
    options values: HostArguments, from first: Int, _ verb: String,
    into request: inout OrderRequest
  ) throws(HostRefusal) {
    if !values.isNil(first) {
      guard let word = values.text(first) else {
        throw HostRefusal("\(verb): type: expected text, was \(values.kind(first))")
      }
      guard let type = OrderType(text: word) else {
        let words = OrderType.allCases.map(\.text)
        throw HostRefusal(
          "\(verb): type: expected one of \(words.joined(separator: " ")), was '\(word.prefix(80))'"
            + Spelling.suggestion(for: word, among: words))
      }
      request.type = type
    }
    request.price = try price(
      values, first + 1, isWanted: request.type.hasPrice, "\(verb): price", request.type)
    request.trigger = try price(
      values, first + 2, isWanted: request.type.hasTrigger, "\(verb): trigger", request.type)
    request.tag = try tag(values, first + 3, verb)
  }

  private func price(
    _ values: HostArguments, _ index: Int, isWanted: Bool, _ what: @autoclosure () -> String,
    _ type: OrderType
  ) throws(HostRefusal) -> RequestedPrice? {
    guard !values.isNil(index) else {
      guard !isWanted else {
        throw HostRefusal("\(what()) is missing: a \(type.text) order needs it")
      }
      return nil
    }
    guard isWanted else { throw HostRefusal("\(what()): a \(type.text) order has none") }
    return try price(values, index, what())
  }

  /// `denialDetail(number)`.
  func denialDetail(_ values: HostArguments, _ reply: inout HostReply) {
    guard let detail = requests.denials.detail(of: values.integer(0) ?? -1) else {
      return reply.appendNil()
    }
    reply.append(detail)
  }

  /// Stages a request and writes the answer: the order's place, or false with the reason and the
  /// number of the denial.
  @discardableResult
  private func submit(
    _ request: inout OrderRequest, _ desk: UnsafeMutablePointer<Port>, _ reply: inout HostReply
  ) throws(HostRefusal) -> OrderTicket {
    request.source = currentSource()
    let ticket = desk.pointee.place(request)
    switch ticket {
    case .approved(let index, _):
      reply.append(Int64(index))
      reply.appendNil()
      reply.appendNil()
    case .denied(let denial):
      reply.append(false)
      reply.append(denial.reason.rawValue)
      reply.append(requests.denials.add(denial))
    case .misuse(let sentence): throw HostRefusal(sentence)
    }
    // Which way `close` and `target` went is theirs to say.
    reply.append(request.side.text)
    if let whole = request.quantity.wholeNumber { reply.append(whole) } else { reply.appendNil() }
    return ticket
  }

  /// `cancel(order)`; nil stands for one that was denied, which is in no list.
  func cancel(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("cancel")
    let index = values.isNil(0) ? Int(Int32.max) : try orderIndex(values, 0, desk)
    answer(try refused(desk.pointee.cancel(order: index, source: currentSource())), &reply)
  }

  /// `cancelAll()`: this script's own working orders; gives how many.
  func cancelAll(_ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("cancel_all")
    let source = currentSource()
    var cancelled: Int64 = 0
    var isFirst = true
    var next = desk.pointee.seeListedOrder(from: requests.firstWorkingOrder)
    let count = desk.pointee.seeOrderCount()
    while next < count {
      let index = next
      next = desk.pointee.seeListedOrder(from: index + 1)
      guard let order = desk.pointee.seeOrder(at: index) else { continue }
      guard order.status.isWorking else {
        // Orders before the first working one need no second look.
        if isFirst { requests.firstWorkingOrder = index + 1 }
        continue
      }
      isFirst = false
      guard order.reason == OrderReason.script.text else { continue }
      let denial = try refused(desk.pointee.cancel(order: index, source: source))
      if denial == nil { cancelled += 1 }
    }
    reply.append(cancelled)
  }

  /// `modify(order, price, trigger, qty)`.
  func modify(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("modify")
    let index = try orderIndex(values, 0, desk)
    let price: RequestedPrice? =
      values.isNil(1) ? nil : try price(values, 1, "modify: price")
    let trigger: RequestedPrice? =
      values.isNil(2) ? nil : try self.price(values, 2, "modify: trigger")
    let quantity: RequestedQuantity? = values.isNil(3) ? nil : try quantity(values, 3, "modify")
    answer(
      try refused(
        desk.pointee.modify(order: index, price: price, trigger: trigger, quantity: quantity)),
      &reply)
  }

  /// A denial as it is; raised when it is that of one request too many.
  private func refused(_ denial: Denial?) throws(HostRefusal) -> Denial? {
    if let denial, denial == .tooManyRequests { throw HostRefusal(denial.detail) }
    return denial
  }

  /// `pending(instrument)`.
  func pending(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("pending")
    reply.append(desk.pointee.seePendingEntryQuantity(try instrumentID(values, 0)))
  }

  /// Writes true, or false with the code and the detail.
  func answer(_ denial: Denial?, _ reply: inout HostReply) {
    reply.append(denial == nil)
    guard let denial else { return }
    reply.append(denial.reason.rawValue)
    reply.append(denial.detail)
  }

  private func orderIndex(
    _ values: HostArguments, _ index: Int, _ desk: UnsafeMutablePointer<Port>
  ) throws(HostRefusal) -> Int {
    guard let place = values.integer(index), place >= 0, place < desk.pointee.seeOrderCount() else {
      throw HostRefusal("unknown order")
    }
    return Int(place)
  }
}

/// What the host notes between the requests of a script.
struct RequestNotes {
  /// The protection that is being put together.
  var protection = ProtectionRequest()
  var denials = RecentDenials()
  /// Orders before this place do not work any more.
  var firstWorkingOrder = 0
  /// What a rule is asked with while rules may be asked.
  var asked: UnsafeMutablePointer<sauda_rule_run>?
  /// Whether they come from a rule, which cannot trade.
  var areOfRule: Bool { asked?.pointee.is_pending ?? false }
  /// Whether the script has asked, ahead of others, for what only its turn could tell.
  var askedOutOfTurn = false
  /// The `file.lua:12` of lines of the script's own file, by line; empty where none was asked for.
  var lines: [String] = []
}

/// When an order is sent that is asked for outside of continuous trading.
private enum OrderMoment: String, CaseIterable {
  /// At the next.
  case open
}

/// The last denials, so that their sentences are put together only when a script reads them.
struct RecentDenials {
  /// How many are kept.
  static let atMost = 65_536
  private var denials: [Denial] = []
  private var count: Int64 = 0

  /// Keeps a denial and gives its number.
  mutating func add(_ denial: Denial) -> Int64 {
    if denials.count < Self.atMost {
      denials.append(denial)
    } else {
      denials[Int(count) % Self.atMost] = denial
    }
    count += 1
    return count - 1
  }

  /// The sentence of a denial; nil when it is no longer kept.
  func detail(of number: Int64) -> String? {
    guard number >= 0, number < count, number >= count - Int64(denials.count) else { return nil }
    return denials[Int(number) % Self.atMost].detail
  }
}

/// The orders that lead from what is held and pending to a wanted quantity.
///
/// No order crosses zero: what is held is closed first, then the other side is opened.
struct TargetPlan: Equatable {
  /// One order.
  struct Step: Equatable {
    let side: OrderSide
    let quantity: Int64
  }

  /// At most two orders.
  private(set) var steps: [Step] = []

  init(goal: Int64, held: Int64, pending: Int64) {
    let change = Int128(goal) - Int128(held) - Int128(pending)
    guard change != 0 else { return }
    let side: OrderSide = change > 0 ? .buy : .sell
    let size = change.magnitude
    let isReducing = held != 0 && (held > 0) == (change < 0)
    let reduced = isReducing ? min(size, UInt128(held.magnitude)) : 0
    if reduced > 0 { steps.append(Step(side: side, quantity: Int64(clamping: reduced))) }
    let rest = size - reduced
    // Beyond zero only when the goal lies there; else entries still pending are what is too much.
    let goesOn = reduced == 0 || (goal != 0 && (goal > 0) == (change > 0))
    if rest > 0, goesOn { steps.append(Step(side: side, quantity: Int64(clamping: rest))) }
  }
}
