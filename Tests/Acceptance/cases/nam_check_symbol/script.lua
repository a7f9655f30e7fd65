strategy { name = "odd", symbols = { "SIM:X" } }
function on_tick(t)
  if position("NSE:INFY-EQ").qty == 0 then return end
end
