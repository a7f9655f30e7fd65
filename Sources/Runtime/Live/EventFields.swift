import Trading

/// The payload of a session's own events: lines of `name=value` in UTF-8.
///
/// Text, so that a recording can be read with nothing but eyes; short, because events are few.
struct EventFields: Equatable {
  private(set) var pairs: [(name: String, value: String)] = []

  /// No fields yet.
  init() {}

  /// The fields of a payload; nil when it is not of this form.
  init?(_ payload: [UInt8]) {
    guard let text = String(validating: payload, as: UTF8.self) else { return nil }
    for line in text.split(separator: "\n") {
      guard let equals = line.firstIndex(of: "=") else { return nil }
      pairs.append((String(line[..<equals]), String(line[line.index(after: equals)...])))
    }
  }

  /// The bytes.
  var payload: [UInt8] {
    Array(pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "\n").utf8)
  }

  /// A field's value; nil takes it away, and is what an absent one gives.
  subscript(name: String) -> String? {
    get { pairs.first { $0.name == name }?.value }
    set {
      pairs.removeAll { $0.name == name }
      if let newValue { pairs.append((name, newValue)) }
    }
  }

  /// Adds a text that may hold anything: what would end its line is written as `%0A` or `%0D`, and `%` as
  /// `%25`.
  mutating func put(_ text: String, as name: String) {
    var written = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": written += "%0A"
      case "\r": written += "%0D"
      case "%": written += "%25"
      default: written.unicodeScalars.append(scalar)
      }
    }
    self[name] = written
  }

  /// A field that ``put(_:as:)`` added.
  func text(_ name: String) -> String? {
    self[name].map {
      $0.replacing("%0A", with: "\n").replacing("%0D", with: "\r").replacing("%25", with: "%")
    }
  }

  /// A field as a whole number.
  func number(_ name: String) -> Int64? { self[name].flatMap { Int64($0) } }

  static func == (left: EventFields, right: EventFields) -> Bool {
    left.pairs.elementsEqual(right.pairs) { $0 == $1 }
  }
}

/// A hand order's protection as fields: prices and distances in thousand-millionths.
extension EventFields {
  /// Adds the fields of a protection.
  mutating func put(_ protection: ProtectionRequest?) {
    guard let protection else { return }
    self["stop_loss"] = protection.stopLoss.flatMap(Self.text)
    self["take_profit"] = protection.targets?.first.flatMap { Self.text($0.level) }
    self["trail_by"] = protection.trail.map { Self.text($0.by) }
    self["trail_after"] = protection.trail?.after.map(Self.text)
    self["trail_step"] = protection.trail?.step.map(Self.text)
  }

  /// The protection in the fields; nil when there is none.
  func protection() -> ProtectionRequest? {
    let stop = self["stop_loss"].flatMap(Self.level)
    let target = self["take_profit"].flatMap(Self.level)
    let trail = self["trail_by"].flatMap(Self.distance).map { by in
      ProtectionRequest.Trail(
        by: by, after: self["trail_after"].flatMap(Self.distance),
        step: self["trail_step"].flatMap(Self.distance))
    }
    guard stop != nil || target != nil || trail != nil else { return nil }
    return ProtectionRequest(
      stopLoss: stop, targets: target.map { [ProtectionRequest.Target(level: $0)] }, trail: trail,
      source: "api")
  }

  private static func text(_ level: LevelRequest) -> String? {
    switch level {
    case .price(.nanos(let nanos)): "price:\(nanos)"
    case .price(.invalid(let text)): "invalid:\(text)"
    case .distance(let distance): text(distance)
    }
  }

  private static func text(_ distance: Distance) -> String {
    switch distance {
    case .percent(let nanos): "percent:\(nanos)"
    case .points(let nanos): "points:\(nanos)"
    case .increments(let nanos): "increments:\(nanos)"
    case .riskMultiples(let nanos): "risk:\(nanos)"
    }
  }

  private static func level(_ text: String) -> LevelRequest? {
    if text.hasPrefix("price:") {
      return Int64(text.dropFirst(6)).map { .price(.nanos($0)) }
    }
    if text.hasPrefix("invalid:") { return .price(.invalid(String(text.dropFirst(8)))) }
    return distance(text).map { .distance($0) }
  }

  private static func distance(_ text: String) -> Distance? {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let nanos = Int64(parts[1]) else { return nil }
    switch parts[0] {
    case "percent": return .percent(nanos: nanos)
    case "points": return .points(nanos: nanos)
    case "increments": return .increments(nanos: nanos)
    case "risk": return .riskMultiples(nanos: nanos)
    default: return nil
    }
  }
}
