import FoundationEssentials

/// A value of `sauda.json`: text, a number with its exact digits, or true or false.
struct ConfigurationValue: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self.text = text
    } else if let flag = try? container.decode(Bool.self) {
      text = flag ? "true" : "false"
    } else {
      text = try container.decode(Decimal.self).description
    }
  }
}
