//! The real program, from outside: started, spoken to, stopped, killed.

mod kill;
