import FoundationEssentials

/// A value of `sauda.json`: text, a number with its exact digits, or true or false.
struct ConfigurationValue: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    // lint: allow swallow, because a value of another type is tried next
    if let text = try? container.decode(String.self) {
      self.text = text
      // lint: allow swallow, because a value of another type is tried next
    } else if let flag = try? container.decode(Bool.self) {
      text = flag ? "true" : "false"
    } else {
      text = try container.decode(Decimal.self).description
    }
  }
}
