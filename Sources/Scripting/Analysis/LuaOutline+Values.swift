extension LuaOutline {
  /// What an expression is, as far as it stands there alone.
  enum Value: Equatable {
    /// A text.
    case text(token: Int)
    /// A table, by its place in ``tables``.
    case table(Int)
    /// A function, by its place in ``functions``.
    case function(Int)
    /// A call, by its place in ``calls``.
    case call(Int)
    /// Anything else.
    case other

    /// The token of a text; nil for anything else.
    var token: Int? { if case .text(let token) = self { token } else { nil } }
  }

  /// A call of a function by its name, `buy(…)`, or by a field of a name, `ta.ema(…)`.
  struct Call: Equatable {
    /// The use of the name.
    let use: Int
    /// The token of the field; nil for a function of its own.
    let member: Int?
    /// The arguments in order.
    let arguments: [Value]
    /// The token of a field that is taken of what the call gives: `position(s).qty`.
    var field: Int?
  }

  /// A table that is written out.
  struct Table: Equatable {
    /// How a value is named.
    enum Key: Equatable {
      /// `name = value`.
      case name(token: Int)
      /// `["text"] = value`.
      case text(token: Int)
      /// A value in the list.
      case place
      /// Any other expression.
      case other
    }

    /// One value.
    struct Field: Equatable {
      let key: Key
      let value: Value
    }

    /// The values in order.
    let fields: [Field]
  }

  /// An assignment to a variable.
  struct Assignment: Equatable {
    /// The use of the variable.
    let use: Int
    /// What it becomes.
    let value: Value
  }
}
