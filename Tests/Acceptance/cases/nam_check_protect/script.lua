strategy { name = "odd", symbols = { "SIM:X" } }
function on_tick(t)
  protect(t.symbol, { stop_los = 1 })
end
