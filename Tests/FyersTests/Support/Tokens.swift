import Market

@testable import Fyers

/// What no log, error or page may ever show.
let canary = "CANARYcanaryCANARYcanary"

extension AccessToken {
  /// A token of the test app that ends at 06:00 IST of the day after the test session.
  static func fixture(
    expirySeconds: Int64 = 1_791_246_600, signature: String = canary
  ) throws -> AccessToken {
    try AccessToken(
      Secret(jwt(expirySeconds: expirySeconds, signature: signature)), appID: "APP-100")
  }

  static func jwt(expirySeconds: Int64, signature: String = canary) -> String {
    let claims = #"{"exp":\#(expirySeconds),"hsm_key":"\#(canary)key","fy_id":"XX00000"}"#
    return "\(base64URL(#"{"alg":"HS256"}"#)).\(base64URL(claims)).\(signature)"
  }

  static func base64URL(_ text: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var result = ""
    var accumulator = 0
    var bits = 0
    for byte in text.utf8 {
      accumulator = (accumulator << 8 | Int(byte)) & 0xFFFF
      bits += 8
      while bits >= 6 {
        bits -= 6
        result.append(alphabet[(accumulator >> bits) & 63])
      }
    }
    if bits > 0 { result.append(alphabet[(accumulator << (6 - bits)) & 63]) }
    return result
  }
}
