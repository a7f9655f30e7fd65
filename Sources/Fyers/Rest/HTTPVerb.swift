/// The request methods the broker's interface uses.
public enum HTTPVerb: String, Sendable {
  /// Reads.
  case get = "GET"
  /// Creates.
  case post = "POST"
  /// Replaces.
  case put = "PUT"
  /// Changes.
  case patch = "PATCH"
  /// Removes; it carries a body here.
  case delete = "DELETE"
}
