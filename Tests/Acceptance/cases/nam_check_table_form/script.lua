strategy { name = "odd", symbols = { "SIM:X" } }
function on_tick(t)
  buy { symbol = t.symbol, quantity = 1 }
end
