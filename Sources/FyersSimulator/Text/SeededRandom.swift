/// The simulator's only source of chance: SplitMix64 (Steele, Lea, Flood, 2014), from one seed.
struct SeededRandom: Sendable {
  private var state: UInt64

  /// A generator of this seed.
  init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to but not including `bound`, which is above zero.
  mutating func below(_ bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: bound).high }

  /// Random bytes.
  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 32) }
  }

  /// An identifier of UUID shape, version 4.
  mutating func uuid() -> String {
    var raw = bytes(16)
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    let text = Array(Hex.text(raw).utf8)
    var out: [UInt8] = []
    for (index, byte) in text.enumerated() {
      if [8, 12, 16, 20].contains(index) { out.append(UInt8(ascii: "-")) }
      out.append(byte)
    }
    return String(decoding: out, as: UTF8.self)
  }
}
