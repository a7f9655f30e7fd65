strategy { name = "odd", symbols = { "SIM:X" } }
function on_tick(t)
  if t.last > 1 then buy(t.symbol, 1) end
end
