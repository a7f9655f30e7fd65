/// Where rendered bytes go: a file, or memory in a test.
public protocol ByteSink: AnyObject {
  /// Takes bytes; they count as delivered when this returns.
  func write(_ bytes: [UInt8]) throws(OutputError)
}
