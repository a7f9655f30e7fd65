import Money

/// An amount from text; zero when it is no amount.
func rupees(_ text: String) -> Amount { Amount(parsing: text) ?? .zero }

/// A price from text; zero when it is no price.
func price(_ text: String) -> Price { Price(parsing: text) ?? .zero }
